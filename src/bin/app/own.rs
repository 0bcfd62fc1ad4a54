//! What a user adds: formulas written on the page and form files, kept in this browser, used with every file.

use gouji::bridge::{Own as Additions, OwnForm};
use gouji::checks::formulas;
use leptos::ev::SubmitEvent;
use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::bench::Bench;
use crate::words::{WORDS, fill};

const FORMULAS: &str = "gouji.formulas";
const FORMS: &str = "gouji.forms";

/// What this browser keeps.
pub fn kept() -> Additions {
    let kept = |key: &str| storage().and_then(|storage| storage.get_item(key).ok().flatten());
    let forms: Vec<(String, String)> =
        kept(FORMS).and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
    Additions {
        formulas: kept(FORMULAS).unwrap_or_default(),
        forms: forms.into_iter().map(|(name, text)| OwnForm { name, text }).collect(),
    }
}

/// Keeps what the user adds; where the browser keeps nothing it lasts as long as the page.
pub fn keep(own: &Additions) {
    let Some(storage) = storage() else { return };
    let put = |key: &str, text: &str| {
        _ = if text.is_empty() { storage.remove_item(key) } else { storage.set_item(key, text) };
    };
    put(FORMULAS, own.formulas.trim());
    let forms: Vec<(&str, &str)> = own.forms.iter().map(|f| (f.name.as_str(), f.text.as_str())).collect();
    let json = if forms.is_empty() { None } else { serde_json::to_string(&forms).ok() };
    put(FORMS, json.as_deref().unwrap_or_default());
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Whether a file is a form of the user's rather than a document: form files are the user's own, and named so.
pub fn is_form(file: &File) -> bool {
    file.name().to_lowercase().ends_with(".toml")
}

/// Takes form files that were dropped: the dialog opens with them, so that their author sees what becomes of them.
pub fn take(bench: Bench, files: Vec<File>) {
    spawn_local(async move {
        let forms = read(files).await;
        bench.offered.set(forms);
    });
}

async fn read(files: Vec<File>) -> Vec<OwnForm> {
    let mut forms = Vec::new();
    for file in files {
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        forms.extend(text.map(|text| OwnForm { name: file.name(), text }));
    }
    forms
}

/// Puts forms in place of those of the same name, or after the others.
fn add(forms: &mut Vec<OwnForm>, more: Vec<OwnForm>) {
    for form in more {
        match forms.iter_mut().find(|known| known.name == form.name) {
            Some(known) => *known = form,
            None => forms.push(form),
        }
    }
}

/// The dialog in which a user adds formulas and forms.
#[component]
pub fn Own() -> impl IntoView {
    let bench = expect_context::<Bench>();
    let dialog: NodeRef<Dialog> = NodeRef::new();
    let text = RwSignal::new(String::new());
    let forms = RwSignal::new(Vec::<OwnForm>::new());
    let errors = RwSignal::new(Vec::<String>::new());
    let trying = RwSignal::new(false);
    let show = move || {
        let own = bench.own();
        text.set(own.formulas);
        forms.set(own.forms);
        errors.set(Vec::new());
        trying.set(false);
        if let Some(dialog) = dialog.get_untracked() {
            _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    // Opened by whoever asks for it, or by form files that were dropped.
    Effect::new(move || {
        let (offered, asked, there) = (bench.offered.get(), bench.adding.get(), dialog.get().is_some());
        if there && (asked || !offered.is_empty()) {
            show();
            forms.update(|forms| add(forms, offered));
            bench.adding.set(false);
            bench.offered.set(Vec::new());
        }
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        match formulas::read(&text.get_untracked()) {
            Ok(_) => {
                errors.set(Vec::new());
                trying.set(true);
                bench.try_forms(forms.get_untracked());
            }
            Err(found) => errors.set(found.iter().map(ToString::to_string).collect()),
        }
    };
    Effect::new(move || {
        let Some(mistake) = bench.forms_tried.get().filter(|_| trying.get_untracked()) else { return };
        trying.set(false);
        match mistake {
            None => {
                bench.use_own(Additions { formulas: text.get_untracked(), forms: forms.get_untracked() });
                close();
            }
            Some(mistake) => errors.set(vec![mistake]),
        }
    });
    view! {
        <dialog node_ref=dialog class="own" aria-label=WORDS.own>
            <form on:submit=save>
                <h2>{WORDS.own_formulas}</h2>
                <p>{WORDS.own_formulas_how}</p>
                <textarea
                    rows="6"
                    spellcheck="false"
                    aria-label=WORDS.own_formulas
                    placeholder=WORDS.own_formulas_example
                    prop:value=move || text.get()
                    on:input:target=move |event| text.set(event.target().value())
                ></textarea>
                <OwnForms forms/>
                <div role="alert">
                    {move || errors.get().into_iter().map(|error| view! { <pre class="mistake">{error}</pre> }).collect_view()}
                </div>
                <div class="actions">
                    <button type="submit" class="main" disabled=move || trying.get()>{WORDS.own_save}</button>
                    <button type="button" class="quiet" on:click=move |_| close()>{WORDS.cancel}</button>
                </div>
            </form>
        </dialog>
    }
}

/// The user's form files, each of which can be taken out again.
#[component]
fn OwnForms(forms: RwSignal<Vec<OwnForm>>) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let chosen = move || {
        let Some(input) = input.get_untracked() else { return };
        let files: Vec<File> = input
            .files()
            .map(|list| (0..list.length()).filter_map(|index| list.get(index)).collect())
            .unwrap_or_default();
        input.set_value("");
        spawn_local(async move {
            let more = read(files).await;
            forms.update(|forms| add(forms, more));
        });
    };
    let entry = move |form: OwnForm| {
        let (name, label) = (form.name.clone(), fill(WORDS.own_forms_remove, &[&form.name]));
        let remove = move |_| forms.update(|forms| forms.retain(|known| known.name != name));
        view! {
            <li>
                {form.name}
                <button type="button" class="quiet" aria-label=label on:click=remove>"✕"</button>
            </li>
        }
    };
    view! {
        <h2>{WORDS.own_forms}</h2>
        <p>{WORDS.own_forms_how}</p>
        <ul class="own-forms">{move || forms.get().into_iter().map(entry).collect_view()}</ul>
        <button
            type="button"
            class="quiet"
            on:click=move |_| {
                if let Some(input) = input.get_untracked() {
                    input.click();
                }
            }
        >
            {WORDS.own_forms_add}
        </button>
        <input type="file" accept=".toml" multiple hidden aria-label=WORDS.own_forms_add node_ref=input on:change=move |_| chosen()/>
    }
}
