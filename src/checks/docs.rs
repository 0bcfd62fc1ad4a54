//! The page about all checks (`docs/checks.md`) and the answer of `gouji explain`, made from the registry.

use std::fmt::Write as _;

use super::registry::{Entry, entries};

/// The whole page.
#[must_use]
pub fn page() -> String {
    let mut out = String::from(
        "# 检查项目\n\n\
         <!-- 由 `gouji checks --format markdown` 生成，请勿手改；改 src/checks 里的说明再生成。 -->\n\n\
         每项检查在每份文件上都有一个结果：通过 · 尾差 · 对不上 · 不适用 · 没法核对（为什么）· 没有运行。\n\n\
         | 代码 | 名称 | 适用 |\n|---|---|---|\n",
    );
    for entry in entries() {
        let _ = writeln!(
            out,
            "| [{}](#{}) | {} | {} |",
            entry.code,
            entry.code.to_lowercase(),
            entry.name,
            entry.document_words()
        );
    }
    for entry in entries() {
        let _ = write!(
            out,
            "\n<a id=\"{}\"></a>\n## {} {}\n\n",
            entry.code.to_lowercase(),
            entry.code,
            entry.name
        );
        out.push_str(&body(entry, "**"));
    }
    out
}

/// One check, for the terminal.
#[must_use]
pub fn explain(entry: &Entry) -> String {
    format!("{} {}\n\n{}", entry.code, entry.name, body(entry, ""))
}

fn body(entry: &Entry, strong: &str) -> String {
    let mut out = String::new();
    let weight = match entry.hard {
        Some(true) => "对不上就是错",
        Some(false) => "对不上要看一看（口径可能不同）",
        None => "逐处判断轻重",
    };
    let _ = writeln!(out, "{strong}适用{strong}：{}；{weight}", entry.document_words());
    if !entry.formulas.is_empty() {
        let _ = writeln!(out, "\n{strong}公式{strong}：\n");
    }
    for group in &entry.formulas {
        let formulas: Vec<String> = group.iter().map(|formula| format!("`{formula}`")).collect();
        let _ = writeln!(out, "- {}", formulas.join(" 或者 "));
    }
    for (heading, text) in entry.doc.sections() {
        let _ = writeln!(out, "\n{strong}{heading}{strong}：{text}");
    }
    out
}
