//! N29: the sections that the contents list promises are there.

use std::collections::BTreeSet;

use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Disclosure, Kind, Paragraph};
use crate::forms;
use crate::forms::title::{squeeze, without_years};
use crate::report::{Category, Finding, Outcome, Severity};
use crate::subjects::name::unnumbered;

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N29",
    name: "目录里的章节都在",
    document: Kind::Unknown,
    doc: "查什么: 目录里“第×部分”下面的“一、二、三、”各节，正文同一部分里是不是有。同一序号的一节换成了完全不同的标题，并且整个部分里找不到目录写的那一节，才提示；只差几个字的、正文没有标题的不算。
为什么: 目录列了而正文没有，规定要公开的内容可能漏了。
依据: 《地方预决算公开操作规程》（财预〔2016〕143号）要求内容完整。
举例: 目录写“二、部门预算单位构成”，正文这里是“二、内设机构”，没有单位构成。
怎么改: 补上漏掉的一节，或者把目录改成和正文一致。",
    run,
};

/// A numbered heading within a part.
struct Section<'a> {
    part: char,
    number: char,
    title: String,
    paragraph: &'a Paragraph,
}

fn run(context: &mut Context<'_>) {
    let Some((promised, printed)) = sections(context.disclosure) else {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有找到列出各节的目录");
        return;
    };
    let mut findings = Vec::new();
    for entry in &promised {
        let part: Vec<&Section<'_>> = printed.iter().filter(|own| own.part == entry.part).collect();
        let mut here = part.iter().filter(|own| own.number == entry.number);
        let (Some(instead), None) = (here.next(), here.next()) else { continue };
        if part.iter().any(|own| akin(&own.title, &entry.title)) {
            context.ledger.add(CHECK.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(CHECK.code, Outcome::Failed);
        let name = |section: &Section<'_>| format!("{}、{}", section.number, section.title);
        let message = format!(
            "目录里有“{}”，正文第{}部分这里是“{}”，没有找到目录写的这一节。",
            name(entry),
            entry.part,
            name(instead)
        );
        let places = [entry.paragraph, instead.paragraph];
        findings.push(Finding {
            expected: Some(name(entry)),
            actual: Some(name(instead)),
            origin: places.iter().filter_map(|paragraph| paragraph.origin_at(0).cloned()).collect(),
            suggestion: Some("补上这一节，或者把目录改成和正文一致".to_owned()),
            ..Finding::new(CHECK.code, Severity::Warning, Category::Completeness, message)
        });
    }
    context.findings.extend(findings);
    if !context.ledger.knows(CHECK.code) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "目录的各节和正文的标题对不上号");
    }
}

/// The sections of the contents list and those of the body; `None` without a list.
fn sections(disclosure: &Disclosure) -> Option<(Vec<Section<'_>>, Vec<Section<'_>>)> {
    let paragraphs = &disclosure.paragraphs;
    let start = paragraphs.iter().position(|p| matches!(squeeze(&p.text).as_str(), "目录" | "目次"))? + 1;
    let list = paragraphs.get(start..)?;
    // The list ends where its first part begins again.
    let mut firsts = (0..list.len()).filter(|&at| list.get(at).and_then(|p| part_of(&p.text)) == Some('一'));
    let (_, end) = (firsts.next()?, firsts.next()?);
    let own = disclosure.identity.organization.as_deref().unwrap_or_default();
    let promised = read(list.get(..end)?, own);
    let printed = read(list.get(end..)?, own);
    (!promised.is_empty() && end <= 120).then_some((promised, printed))
}

/// `第二部分 …`: 二.
fn part_of(text: &str) -> Option<char> {
    let text = squeeze(text);
    let rest = text.strip_prefix('第')?;
    let number = rest.chars().next().filter(|c| "一二三四五六七八九".contains(*c))?;
    (rest.get(number.len_utf8()..)?.starts_with("部分") && text.chars().count() <= 60).then_some(number)
}

fn read<'a>(paragraphs: &'a [Paragraph], organization: &str) -> Vec<Section<'a>> {
    let mut part = None;
    let mut found = Vec::new();
    for paragraph in paragraphs {
        if let Some(number) = part_of(&paragraph.text) {
            part = Some(number);
            continue;
        }
        let text = squeeze(&paragraph.text);
        let mut chars = text.chars();
        let number = chars.next().filter(|c| "一二三四五六七八九".contains(*c));
        let (Some(part), Some(number), Some('、')) = (part, number, chars.next()) else { continue };
        let title = unnumbered(&text).trim_end_matches(|c: char| c.is_ascii_digit() || "….·".contains(c));
        let title = without_years(title).replace(organization, "");
        let heading = (2..=40).contains(&title.chars().count()) && !title.contains(['。', '；', '，']);
        if heading && !forms::is_title(&title) {
            found.push(Section { part, number, title, paragraph });
        }
    }
    found
}

/// Whether two titles share any two characters that follow one another.
fn akin(a: &str, b: &str) -> bool {
    let pairs = |text: &str| -> BTreeSet<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    !pairs(a).is_disjoint(&pairs(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::Origin;

    fn told(text: &str) -> Vec<String> {
        let paragraph = |(line, text): (u32, &str)| Paragraph {
            text: text.to_owned(),
            lines: vec![(0, Origin::Line { line, column: 1 })],
        };
        let disclosure = Disclosure {
            paragraphs: (1..).zip(text.lines()).map(paragraph).collect(),
            ..Disclosure::default()
        };
        let mut context = Context {
            disclosure: &disclosure,
            family: None,
            findings: Vec::new(),
            ledger: crate::checks::ledger::Ledger::default(),
            missing_rows: Vec::new(),
            passages: std::cell::OnceCell::new(),
            streams: std::cell::OnceCell::new(),
        };
        run(&mut context);
        context.findings.into_iter().filter_map(|finding| finding.actual).collect()
    }

    #[test]
    fn a_section_under_another_title_is_missed() {
        let list = "目录\n第一部分 概况\n一、主要职责……3\n二、单位构成 4\n第二部分 情况说明\n一、收支说明\n";
        let body =
            "第一部分 概况\n一、主要职责\n管理水库。\n二、内设科室\n第二部分 情况说明\n一、收支增减说明";
        assert_eq!(told(&format!("{list}{body}")), ["二、内设科室"]);
        let body = "第一部分 概况\n一、主要职责\n二、部门单位构成情况\n第二部分 情况说明\n一、收支说明";
        assert!(told(&format!("{list}{body}")).is_empty());
        // The section is there under another number, or has no heading.
        let body = "第一部分 概况\n一、主要职责\n二、内设科室\n三、单位构成\n第二部分 情况说明";
        assert!(told(&format!("{list}{body}")).is_empty());
    }
}
