//! Workbooks: sheets of cells as they are shown, whichever program wrote them.
//!
//! What the cells hold is read by calamine. What it does not tell is read here from the same parts: how a figure is
//! shown (xls, xlsb), which rows, columns and sheets are hidden, whether zeros are shown. Each format's file also
//! makes the copy that calamine is given, in which all has been looked at: calamine takes lengths, counts and places
//! in a file as they are stated, and a page in a browser cannot catch what goes wrong then. `OpenDocument` sheets are
//! read here alone: calamine gives the value of a cell of theirs, not the text it shows, which is what was published.

use super::{Document, Format, Page, SheetPage};
use crate::origin::Origin;
use crate::report::Warning;

mod date;
mod number;
pub(super) mod ods;
mod raw;
mod value;
pub(super) mod xls;
pub(super) mod xlsb;
pub(super) mod xlsx;

use raw::RawSheet;

/// Puts the sheets of a workbook together; says what was left out.
fn document(format: Format, sheets: Vec<RawSheet>) -> Document {
    let mut warnings = Vec::new();
    let mut pages = Vec::new();
    for (number, sheet) in (1_u32..).zip(sheets) {
        if sheet.hidden {
            if sheet.has_text() {
                warnings.push(Warning::whole(format!("工作表《{}》是隐藏的，没有读。", sheet.name.trim())));
            }
            continue;
        }
        let name = sheet.name.clone();
        let (cells, left_out) = sheet.shown();
        let place = |cell: &str| Some(Origin::Sheet { sheet: name.clone(), cell: cell.to_owned() });
        if let Some((count, first)) = left_out.hidden {
            warnings.push(Warning {
                message: format!("工作表《{}》有 {count} 行或列是隐藏的，里面有数字，没有读。", name.trim()),
                origin: place(&first),
            });
        }
        if left_out.beyond > 0 {
            let message = format!("工作表《{}》太大，有 {} 个单元格没有读。", name.trim(), left_out.beyond);
            warnings.push(Warning { message, origin: None });
        }
        if left_out.broken {
            let message = format!("工作表《{}》已损坏，只读出了一部分。", name.trim());
            warnings.push(Warning { message, origin: None });
        }
        if let Some((count, first)) = left_out.unreckoned {
            let message = format!(
                "工作表《{}》有 {count} 个公式没有存下结果，只读出了其余的格子。请用 Excel 或 WPS 打开，保存后再试。",
                name.trim()
            );
            warnings.push(Warning { message, origin: place(&first) });
        }
        pages.push(Page::Sheet(SheetPage { number, name, cells }));
    }
    Document { format, pages, warnings }
}
