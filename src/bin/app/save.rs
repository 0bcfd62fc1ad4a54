//! Saving what was found.

use js_sys::{Array, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use gouji::{Report, export};

/// Saves the report as JSON beside the document's name.
pub fn report(report: &Report) {
    let Ok(json) = serde_json::to_vec_pretty(report) else { return };
    save(&format!("{}.gouji.json", stem(report)), "application/json", &json);
}

/// Saves every figure of the tables, with its place, as a list that spreadsheets open.
pub fn tables(report: &Report) {
    save(&format!("{}.csv", stem(report)), "text/csv", export::csv::write(&report.tables).as_bytes());
}

fn stem(report: &Report) -> &str {
    report.source.name.rsplit_once('.').map_or(report.source.name.as_str(), |(stem, _)| stem)
}

fn save(name: &str, kind: &str, bytes: &[u8]) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) else { return };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return };
    let anchor = document().create_element("a").ok().and_then(|element| element.dyn_into().ok());
    if let Some(anchor) = anchor {
        let anchor: HtmlAnchorElement = anchor;
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    _ = Url::revoke_object_url(&address);
}
