//! Old Excel and Word files, written record by record and mark by mark.

use std::io::{Cursor, Write as _};

use gouji::ReadError;

use crate::{ROWS, short};

/// A compound file of streams by name.
fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// The disclosure's rows; the code and name of the total are merged.
const CELLS: [[&str; 5]; 7] = [
    ["项目", "", "本年支出合计", "基本支出", "项目支出"],
    ["科目编码", "科目名称", "", "", ""],
    ["合计", "", "4313.38", "3013.38", "1300.00"],
    ["208", "社会保障和就业支出", "4313.38", "3013.38", "1300.00"],
    ["20801", "人力资源和社会保障管理事务", "4313.38", "3013.38", "1300.00"],
    ["2080101", "行政运行", "3013.38", "3013.38", ""],
    ["2080102", "一般行政管理事务", "1300.00", "", "1300.00"],
];

fn record(out: &mut Vec<u8>, kind: u16, parts: &[&[u8]]) {
    let data = parts.concat();
    out.extend(kind.to_le_bytes());
    out.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
    out.extend(data);
}

fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn length(text: &str) -> u16 {
    u16::try_from(text.encode_utf16().count()).unwrap()
}

/// An old workbook: texts shared, whole numbers packed, totals as formulas, a hidden row, no rules.
fn workbook() -> Vec<u8> {
    let mut strings: Vec<&str> = vec!["支出决算表", "公开03表", "部门：某某局", "金额单位：万元"];
    strings.extend(CELLS.iter().flatten().filter(|text| text.parse::<f64>().is_err() && !text.is_empty()));
    let mut shared = vec![0; 4];
    shared.extend(u32::try_from(strings.len()).unwrap().to_le_bytes());
    for text in &strings {
        shared.extend(length(text).to_le_bytes());
        shared.push(1);
        shared.extend(wide(text));
    }
    let mut sheet = Vec::new();
    record(&mut sheet, 0x0809, &[&words(&[0x0600, 0x0010, 0, 0]), &[0; 8]]);
    let label = |sheet: &mut Vec<u8>, row: u16, col: u16, text: &str| {
        let at = strings.iter().position(|known| *known == text).unwrap();
        record(sheet, 0x00FD, &[&words(&[row, col, 0]), &u32::try_from(at).unwrap().to_le_bytes()]);
    };
    label(&mut sheet, 0, 0, "支出决算表");
    label(&mut sheet, 1, 4, "公开03表");
    label(&mut sheet, 2, 0, "部门：某某局");
    label(&mut sheet, 2, 4, "金额单位：万元");
    for (row, cells) in (3_u16..).zip(CELLS) {
        let row = if row > 7 { row + 1 } else { row };
        for (col, text) in (0_u16..).zip(cells) {
            match text.parse::<f64>() {
                Ok(value) if text.contains(".00") => {
                    let packed = (text.split('.').next().unwrap().parse::<u32>().unwrap() << 2) | 2;
                    record(&mut sheet, 0x027E, &[&words(&[row, col, 1]), &packed.to_le_bytes()]);
                    assert!(value > 0.0);
                }
                // The last digit is what sums of binary fractions leave behind.
                Ok(value) if text.contains('.') && row == 5 => {
                    let sum = (value + 1e-12).to_le_bytes();
                    record(&mut sheet, 0x0006, &[&words(&[row, col, 1]), &sum, &[0; 8]]);
                }
                Ok(value) => {
                    let style = u16::from(text.contains('.'));
                    record(&mut sheet, 0x0203, &[&words(&[row, col, style]), &value.to_le_bytes()]);
                }
                Err(_) if text.is_empty() => {}
                Err(_) => label(&mut sheet, row, col, text),
            }
        }
    }
    record(&mut sheet, 0x0203, &[&words(&[8, 2, 1]), &99.5_f64.to_le_bytes()]);
    record(&mut sheet, 0x0208, &[&words(&[8, 0, 5, 0, 0, 0, 0x20, 0])]);
    record(&mut sheet, 0x00E5, &[&words(&[5, 0, 0, 0, 4, 3, 3, 0, 1, 3, 4, 2, 2, 3, 4, 3, 3, 3, 4, 4, 4])]);
    record(&mut sheet, 0x023E, &[&words(&[0x06B6])]);
    record(&mut sheet, 0x000A, &[]);
    let head = |offset: u32| {
        let mut out = Vec::new();
        record(&mut out, 0x0809, &[&words(&[0x0600, 0x0005, 0, 0]), &[0; 8]]);
        record(&mut out, 0x041E, &[&words(&[176, 8]), &[0], b"#,##0.00"]);
        record(&mut out, 0x00E0, &[&words(&[0; 10])]);
        record(&mut out, 0x00E0, &[&words(&[0, 176, 0, 0, 0, 0, 0, 0, 0, 0])]);
        record(&mut out, 0x0085, &[&offset.to_le_bytes(), &[0, 0, 2, 1], &wide("表三")]);
        record(&mut out, 0x00FC, &[&shared]);
        record(&mut out, 0x000A, &[]);
        out
    };
    let offset = u32::try_from(head(0).len()).unwrap();
    [head(offset), sheet].concat()
}

#[test]
fn an_old_workbook_reads_like_its_text() {
    let report = gouji::analyze(&compound(&[("Workbook", workbook())]), "表.xls").expect("reads");
    assert_eq!(report.source.format, "xls");
    assert_eq!(report.tables.len(), 1);
    assert_eq!(report.tables[0].title, "支出决算表");
    assert_eq!(short(&report.tables[0]), ROWS);
    assert!(report.warnings.iter().any(|warning| warning.message.contains("隐藏")), "{:?}", report.warnings);
}

/// An old Word document: text before the table, the table's cells and row ends by their marks, a note.
fn word() -> (Vec<u8>, Vec<u8>) {
    const TEXT_AT: usize = 0x800;
    let edges: [i16; 6] = [-108, 1000, 3000, 5000, 7000, 9000];
    let mut text = String::from("支出决算表\r公开03表\r部门：\u{13}PAGE\u{14}某某局\u{15}\t金额单位：万元\r");
    // Runs of characters with their properties.
    let mut runs: Vec<(usize, Vec<u8>)> = vec![(text.chars().count(), Vec::new())];
    for (row, cells) in CELLS.iter().enumerate() {
        let merged = row == 0 || row == 2;
        let kept: Vec<&str> = (0..5).filter(|col| !(merged && *col == 1)).map(|col| cells[col]).collect();
        for cell in &kept {
            text.push_str(cell);
            text.push('\u{7}');
        }
        runs.push((text.chars().count(), vec![0x16, 0x24, 1]));
        text.push('\u{7}');
        let mut shape = vec![u8::try_from(kept.len()).unwrap()];
        shape.extend(
            edges
                .iter()
                .enumerate()
                .filter(|(at, _)| !(merged && *at == 1))
                .flat_map(|(_, e)| e.to_le_bytes()),
        );
        if row < 2 {
            for col in 0..kept.len() {
                let from_above: u16 = if row == 1 && col > 1 { 1 << 5 } else { 0 };
                shape.extend(from_above.to_le_bytes());
                shape.extend([0; 18]);
            }
        }
        let mut properties = vec![0x16, 0x24, 1, 0x17, 0x24, 1, 0x08, 0xD6];
        properties.extend(u16::try_from(shape.len() + 1).unwrap().to_le_bytes());
        properties.extend(shape);
        runs.push((text.chars().count(), properties));
    }
    text.push_str("注：本表反映支出情况。\r");
    runs.push((text.chars().count(), Vec::new()));
    let bytes = wide(&text);
    let place = |chars: usize| u32::try_from(TEXT_AT + chars * 2).unwrap();

    let mut stream = vec![0; TEXT_AT];
    stream[..2].copy_from_slice(&[0xEC, 0xA5]);
    stream[2] = 0xC1;
    stream[10..12].copy_from_slice(&0x0200_u16.to_le_bytes());
    stream[0x4C..0x50].copy_from_slice(&u32::try_from(text.chars().count()).unwrap().to_le_bytes());
    stream.extend(bytes);
    stream.resize(stream.len().next_multiple_of(512), 0);
    // Four runs a page of properties.
    let (mut bins, mut pages, mut begin) = (vec![place(0)], Vec::new(), 0);
    for chunk in runs.chunks(4) {
        pages.push(u32::try_from(stream.len() / 512).unwrap());
        let mut page = vec![0; 512];
        let mut free = 511;
        page[511] = u8::try_from(chunk.len()).unwrap();
        page[..4].copy_from_slice(&place(begin).to_le_bytes());
        for (at, (end, properties)) in chunk.iter().enumerate() {
            page[4 + at * 4..8 + at * 4].copy_from_slice(&place(*end).to_le_bytes());
            // The style's number, then the properties, in whole words.
            let mut kept = [vec![0, 0], properties.clone()].concat();
            kept.resize(kept.len().next_multiple_of(2), 0);
            free = (free - kept.len() - 2) / 2 * 2;
            page[free + 1] = u8::try_from(kept.len() / 2).unwrap();
            page[free + 2..free + 2 + kept.len()].copy_from_slice(&kept);
            page[(chunk.len() + 1) * 4 + at * 13] = u8::try_from(free / 2).unwrap();
        }
        stream.extend(page);
        begin = chunk.last().unwrap().0;
        bins.push(place(begin));
    }
    let mut table = vec![2];
    table.extend(16_u32.to_le_bytes());
    table.extend(0_u32.to_le_bytes());
    table.extend(u32::try_from(text.chars().count()).unwrap().to_le_bytes());
    table.extend([0, 0]);
    table.extend(place(0).to_le_bytes());
    table.extend([0, 0]);
    let parts = [(0x01A2, 0, table.len()), (0x0102, table.len(), (bins.len() + pages.len()) * 4)];
    for (at, from, length) in parts {
        stream[at..at + 4].copy_from_slice(&u32::try_from(from).unwrap().to_le_bytes());
        stream[at + 4..at + 8].copy_from_slice(&u32::try_from(length).unwrap().to_le_bytes());
    }
    table.extend(bins.into_iter().chain(pages).flat_map(u32::to_le_bytes));
    (stream, table)
}

#[test]
fn an_old_word_document_reads_like_its_text() {
    let (stream, table) = word();
    let file = compound(&[("WordDocument", stream), ("1Table", table)]);
    let report = gouji::analyze(&file, "决算.doc").expect("reads");
    assert_eq!(report.source.format, "doc");
    assert_eq!(report.tables.len(), 1);
    assert_eq!(report.tables[0].title, "支出决算表");
    assert_eq!(short(&report.tables[0]), ROWS);
}

#[test]
fn without_the_shapes_of_rows_cells_still_stand_in_order() {
    let (mut stream, table) = word();
    // The shapes' code becomes one that means nothing here.
    for at in 0..stream.len() - 1 {
        if stream[at..at + 2] == [0x08, 0xD6] {
            stream[at] = 0x09;
        }
    }
    let report =
        gouji::analyze(&compound(&[("WordDocument", stream), ("1Table", table)]), "决算.doc").expect("reads");
    assert_eq!(report.tables.len(), 1);
    assert_eq!(short(&report.tables[0])[1..], ROWS[1..]);
}

#[test]
fn locked_files_are_said_to_be_locked() {
    let locked = compound(&[("EncryptedPackage", vec![1]), ("EncryptionInfo", vec![1])]);
    assert_eq!(gouji::analyze(&locked, "表").err(), Some(ReadError::EncryptedOffice));
    let mut book = Vec::new();
    record(&mut book, 0x0809, &[&words(&[0x0600, 0x0005, 0, 0]), &[0; 8]]);
    record(&mut book, 0x002F, &[&words(&[1, 1, 1])]);
    assert_eq!(
        gouji::analyze(&compound(&[("Workbook", book)]), "表").err(),
        Some(ReadError::EncryptedOffice)
    );
    let (mut stream, table) = word();
    stream[11] |= 1;
    let locked = compound(&[("WordDocument", stream), ("1Table", table)]);
    assert_eq!(gouji::analyze(&locked, "文").err(), Some(ReadError::EncryptedOffice));
    assert_eq!(gouji::analyze(&compound(&[("Other", vec![1])]), "别的").err(), Some(ReadError::BrokenOffice));
}
