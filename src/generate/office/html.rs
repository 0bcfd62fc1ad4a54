//! A web page, as saved from a government site or printed by a browser.

use std::fmt::Write as _;

use super::super::table::{Align, Cell, Sheet};
use super::super::{Part, Synthetic};
use super::habits::Habits;
use super::{Slot, captions, heading, is_marked, slots};

const STYLE: &str = "@page{size:A4 landscape;margin:12mm}body{font:11px sans-serif}.new{break-before:page}\
    table{border-collapse:collapse;width:100%}td,th{border:1px solid #000;padding:2px 3px}\
    .r{text-align:right}.c{text-align:center}tr{break-inside:avoid}";

/// Writes the document.
#[must_use]
pub fn write(document: &Synthetic, habits: Habits) -> Vec<u8> {
    let mut body = String::new();
    for part in &document.parts {
        match part {
            Part::Cover(lines) | Part::Contents(lines) => {
                for line in lines {
                    let _ = writeln!(body, "<p class=\"c\">{}</p>", escaped(line));
                }
            }
            Part::Chapter(text) => {
                let _ = writeln!(body, "<h1 class=\"new\">{}</h1>", escaped(text));
            }
            Part::Heading(text) => {
                let _ = writeln!(body, "<h2>{}</h2>", escaped(text));
            }
            Part::Paragraph(text) => {
                let _ = writeln!(body, "<p>&#12288;&#12288;{}</p>", escaped(text));
            }
            Part::Table(index) => table(&mut body, document, *index, habits),
        }
    }
    if habits.framed {
        body = format!(
            "<table width=\"100%\" border=\"0\"><tr><td><img src=\"left.gif\"></td><td>{body}</td></tr></table>"
        );
    }
    let title = escaped(&document.organization);
    if !habits.published {
        return format!(
            "<!DOCTYPE html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style>\
             </head><body>\n{body}</body></html>\n"
        )
        .into_bytes();
    }
    let page = format!(
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\">\n<!-- saved from url=(0030)http://www.example.gov.cn/ -->\n\
         <html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\"><title>{title}</title>\
         <style>{STYLE}</style><script>var total = 12345.67; document.write('<td>9</td>');</script></head><body>\n\
         <div id=\"nav\"><ul><li><a href=\"/\">首页</a></li><li><a href=\"/zwgk\">政务公开</a></li></ul></div>\n\
         <div style=\"display: none\">999.99</div><select><option>2019</option></select>\n{body}\
         <noscript>12.00</noscript><iframe src=\"count.html\"></iframe>\n\
         <ul class=\"foot\"><li><a href=\"#\">打印本页</a></li><li><a href=\"#\">关闭窗口</a></li></ul></body></html>\n"
    );
    encoding_rs::GBK.encode(&page).0.into_owned()
}

fn table(out: &mut String, document: &Synthetic, index: usize, habits: Habits) {
    let Some(table) = document.tables.get(index) else { return };
    let sheet = Sheet::new(table, document.look);
    if habits.captions_inside {
        out.push_str("<table border=0 cellpadding=0 cellspacing=0 style='border-collapse:collapse'>\n");
        for row in captions(document, index, sheet.widths.len()) {
            out.push_str("<tr height=19 style='height:14.25pt'>");
            for (cols, text) in row {
                let _ = write!(
                    out,
                    "<td colspan={cols} class=xl65 style='mso-number-format:\"\\@\"'>{}</td>",
                    escaped(&text)
                );
            }
            out.push_str("</tr>\n");
        }
    } else {
        for (number, line) in heading(document, index).iter().enumerate() {
            let class = if number == 0 { " class=\"new\"" } else { "" };
            let _ = writeln!(out, "<p{class}>{}</p>", escaped(line));
        }
        out.push_str("<table><thead>\n");
    }
    for (number, row) in slots(&sheet).iter().enumerate() {
        if number == sheet.header.len() && !habits.captions_inside {
            out.push_str("</thead><tbody>\n");
        }
        out.push_str("<tr>");
        for slot in row {
            match slot {
                Slot::Begins(cell) => begin(out, cell, habits),
                Slot::Empty => out.push_str(if habits.published { "<td>&nbsp;</td>" } else { "<td></td>" }),
                Slot::Left | Slot::Above(_) => {}
            }
        }
        out.push_str("</tr>\n");
    }
    let (inside, below): (Vec<&String>, Vec<&String>) =
        table.notes.iter().partition(|note| habits.captions_inside && is_marked(note));
    for note in inside {
        let _ = writeln!(out, "<tr><td colspan={}>{}</td></tr>", sheet.widths.len(), escaped(note));
    }
    out.push_str("</table>\n");
    for note in below {
        let _ = writeln!(out, "<p>{}</p>", escaped(note));
    }
}

fn begin(out: &mut String, cell: &Cell, habits: Habits) {
    let class = match cell.align {
        Align::Left => "",
        Align::Center => " class=\"c\"",
        Align::Right => " class=\"r\"",
    };
    let span = |name: &str, count: usize| match count {
        0 | 1 => String::new(),
        count => format!(" {name}=\"{count}\""),
    };
    let (rows, cols) = (span("rowspan", cell.rows), span("colspan", cell.cols));
    let text = escaped(&cell.text);
    // As Excel leaves what is pasted from it: paragraphs, spans, spaces for the indent.
    let text = match cell.align {
        _ if !habits.published => text,
        Align::Left => format!("<span style='mso-spacerun:yes'>&nbsp;&nbsp;</span>{text}"),
        Align::Center => format!("<p align=center><b><font face=宋体>{text}<o:p></o:p></font></b></p>"),
        Align::Right => format!("<span lang=EN-US\n style='font-size:9.0pt'>{text}&nbsp;</span>"),
    };
    let _ = write!(out, "<td{class}{rows}{cols}>{text}</td>");
}

/// Text for markup.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
