//! How files come in: dropped anywhere on the window, chosen, or the built-in sample.

use js_sys::{Array, Uint8Array};
use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FilePropertyBag, FileSystemDirectoryEntry, FileSystemDirectoryReader,
    FileSystemEntry, FileSystemFileEntry,
};

use crate::bench::{Bench, now};
use crate::words::WORDS;

/// A made-up disclosure with mistakes in it.
const SAMPLE: &[u8] = include_bytes!("../../../www/sample/示例.pdf");
const SAMPLE_NAME: &str = "示例.pdf";

/// Makes the whole window take files. Gives whether something is being dragged over it.
pub fn listen(bench: Bench) -> RwSignal<bool> {
    let dragging = RwSignal::new(false);
    _ = window_event_listener(ev::dragover, move |event| {
        event.prevent_default();
        dragging.set(true);
    });
    _ = window_event_listener(ev::dragleave, move |event| {
        // Left the window, not just an element of it.
        if event.related_target().is_none() {
            dragging.set(false);
        }
    });
    _ = window_event_listener(ev::drop, move |event| {
        event.prevent_default();
        dragging.set(false);
        let dropped = now();
        if let Some(data) = event.data_transfer() {
            take(bench, &data, dropped);
        }
    });
    dragging
}

/// Takes what was dropped. The entries must be asked for at once: after the event they are gone.
fn take(bench: Bench, data: &DataTransfer, dropped: f64) {
    let items = data.items();
    let entries: Vec<FileSystemEntry> = (0..items.length())
        .filter_map(|index| items.get(index)?.webkit_get_as_entry().ok().flatten())
        .collect();
    let files = data.files().map(|list| listed(&list)).unwrap_or_default();
    if entries.iter().any(FileSystemEntry::is_directory) {
        spawn_local(async move {
            let mut files = Vec::new();
            for entry in entries {
                walk(entry, &mut files).await;
            }
            bench.take(files, dropped);
        });
    } else {
        bench.take(files, dropped);
    }
}

fn listed(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}

/// Gathers the files of a folder and the folders in it.
async fn walk(root: FileSystemEntry, files: &mut Vec<File>) {
    let mut pending = vec![root];
    while let Some(entry) = pending.pop() {
        if hidden(&entry.name()) {
            continue;
        }
        if entry.is_file() {
            let entry: FileSystemFileEntry = entry.unchecked_into();
            if let Ok(file) = promised(|yes, no| {
                entry.file_with_callback_and_callback(yes, no);
                Ok(())
            })
            .await
            {
                files.push(file.unchecked_into());
            }
        } else {
            let entry: FileSystemDirectoryEntry = entry.unchecked_into();
            pending.extend(children(&entry.create_reader()).await);
        }
    }
    files.sort_by_key(File::name);
}

/// The reader hands out a folder in portions; an empty one is the last.
async fn children(reader: &FileSystemDirectoryReader) -> Vec<FileSystemEntry> {
    let mut all = Vec::new();
    loop {
        let portion = promised(|yes, no| reader.read_entries_with_callback_and_callback(yes, no)).await;
        let Ok(portion) = portion.map(JsValue::unchecked_into::<Array>) else { return all };
        if portion.length() == 0 {
            return all;
        }
        all.extend(portion.iter().map(JsValue::unchecked_into::<FileSystemEntry>));
    }
}

/// A call with two callbacks, as a future.
async fn promised(
    call: impl Fn(&js_sys::Function, &js_sys::Function) -> Result<(), JsValue>,
) -> Result<JsValue, JsValue> {
    let promise = js_sys::Promise::new(&mut |yes, no| {
        if let Err(error) = call(&yes, &no) {
            _ = no.call1(&JsValue::UNDEFINED, &error);
        }
    });
    JsFuture::from(promise).await
}

fn hidden(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || name.eq_ignore_ascii_case("thumbs.db")
}

/// The sample as a file, so that it goes the way of every other.
pub fn sample() -> Option<File> {
    let parts = Array::of1(&Uint8Array::from(SAMPLE));
    let kind = FilePropertyBag::new();
    kind.set_type("application/pdf");
    File::new_with_u8_array_sequence_and_options(&parts, SAMPLE_NAME, &kind).ok()
}

/// The buttons by which files are chosen.
#[component]
pub fn Choose() -> impl IntoView {
    let bench = expect_context::<Bench>();
    let (files, folder) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let chosen = move |input: NodeRef<Input>| {
        let Some(input) = input.get_untracked() else { return };
        let mut files = input.files().map(|list| listed(&list)).unwrap_or_default();
        files.retain(|file| !hidden(&file.name()));
        bench.take(files, now());
        // So that choosing the same file again is a change.
        input.set_value("");
    };
    Effect::new(move || {
        if let Some(input) = folder.get() {
            _ = input.set_attribute("webkitdirectory", "");
        }
    });
    let open = |input: NodeRef<Input>| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <div class="choose">
            <button class="main" on:click=move |_| open(files)>{WORDS.choose_files}</button>
            <button on:click=move |_| open(folder)>{WORDS.choose_folder}</button>
            <button on:click=move |_| bench.take(sample().into_iter().collect(), now())>{WORDS.sample}</button>
            <input type="file" multiple hidden node_ref=files on:change=move |_| chosen(files)/>
            <input type="file" hidden node_ref=folder on:change=move |_| chosen(folder)/>
        </div>
    }
}
