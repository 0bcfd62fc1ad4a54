//! Statements with figures in the prose: subject, metric, period, value, unit, direction.
//!
//! A figure belongs to a subject by the structure of its clause, never by nearness: the words between the last
//! figure and this one say what it is (a total, what it is compared with, a change, a share, a rate of completion);
//! where they name no subject, the one the sentence is about goes on. What stands behind 主要原因 is about something
//! else and is left out.
//!
//! Metrics: `total` (the figure itself; in final accounts the executed amount), `budget` (in final accounts, the
//! budget it is measured by), `base` (what it is compared with), `increase` and `growth_rate` (against last year),
//! `increase_over_budget` and `growth_over_budget`, `share`, `completion`, `comparison` (大于 小于 持平 without a
//! figure), `rate` (any other rate, by its name), `count` (vehicles, persons, projects …).

use rust_decimal::Decimal;

use super::model::{Claim, Identity, Kind, Paragraph};
use super::subject;
use crate::amount;

mod scan;

use scan::{Quantity, clauses, quantities, sentences, year_in};

/// Words after which a sentence speaks of reasons and uses.
const REASONS: &[&str] = &[
    "主要原因",
    "主要是",
    "原因是",
    "原因：",
    "由于",
    "主要用于",
    "用于",
    "主要为",
    "计划用于",
    "是指",
    "反映",
    "因为",
    "系",
];

/// All statements with figures, in order.
#[must_use]
pub fn claims(paragraphs: &[Paragraph], identity: &Identity) -> Vec<Claim> {
    let mut reader = Reader {
        identity,
        head: None,
        current: None,
        year: identity.fiscal_year,
        against: Against::LastYear,
        claims: Vec::new(),
    };
    for paragraph in paragraphs {
        reader.paragraph(paragraph);
    }
    reader.claims
}

/// What a change is measured against.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Against {
    LastYear,
    Budget,
}

struct Reader<'a> {
    identity: &'a Identity,
    /// What the paragraph is about.
    head: Option<String>,
    /// What the clause before was about.
    current: Option<String>,
    year: Option<u16>,
    against: Against,
    claims: Vec<Claim>,
}

impl Reader<'_> {
    fn paragraph(&mut self, paragraph: &Paragraph) {
        let text = paragraph.text.as_str();
        // Only a paragraph that begins with a comparison goes on about the one before.
        if !["与", "比", "较", "年初预算", "支出决算", "决算数"].iter().any(|word| text.starts_with(word))
        {
            self.head = None;
        }
        self.current.clone_from(&self.head);
        let mut at = 0;
        for sentence in sentences(text) {
            self.sentence(paragraph, sentence, at);
            at += sentence.chars().count();
        }
    }

    fn sentence(&mut self, paragraph: &Paragraph, sentence: &str, start: usize) {
        self.year = self.identity.fiscal_year;
        self.current.clone_from(&self.head);
        let mut reason = false;
        let mut at = start;
        for clause in clauses(sentence) {
            let plain = clause.trim();
            if plain.starts_with("其中") || plain.ends_with(['；', ';']) && reason {
                reason = false;
            }
            let spoken = match REASONS.iter().filter_map(|word| clause.find(word)).min() {
                Some(cut) => {
                    let before = clause.get(..cut).unwrap_or_default();
                    if !reason {
                        self.clause(paragraph, before, at);
                    }
                    reason = true;
                    false
                }
                None => !reason,
            };
            if spoken {
                self.clause(paragraph, clause, at);
            }
            if clause.ends_with(['；', ';']) {
                // The next part has a subject of its own or none.
                reason = false;
                self.current.clone_from(&self.head);
                self.against = Against::LastYear;
            }
            at += clause.chars().count();
        }
        self.against = Against::LastYear;
    }

    fn clause(&mut self, paragraph: &Paragraph, clause: &str, start: usize) {
        if let Some(against) = compared_with(clause) {
            self.against = against;
        }
        let found = quantities(clause);
        let mut begin = 0;
        for quantity in &found {
            let lead: String =
                clause.chars().skip(begin).take(quantity.start.saturating_sub(begin)).collect();
            begin = quantity.end;
            self.figure(paragraph, clause, &lead, quantity, start);
        }
        if found.is_empty() {
            self.wordless(paragraph, clause, start);
        }
    }

    /// A clause without a figure: it may name what follows, or say that nothing changed.
    fn wordless(&mut self, paragraph: &Paragraph, clause: &str, start: usize) {
        let direction =
            ["持平", "一致", "大于", "小于", "等于"].into_iter().find(|word| clause.contains(word));
        if let Some(direction) = direction.filter(|word| {
            compared_with(clause).is_some()
                || (clause.contains("决算数") && clause.contains("预算数")) && *word != "一致"
        }) {
            let end = compare_at(clause).into_iter().chain(clause.find(direction)).min().unwrap_or(0);
            let subject = self.subject_of(clause.get(..end).unwrap_or_default());
            let direction = if direction == "一致" { "持平" } else { direction };
            let metric = if clause.contains("预算数") && clause.contains("决算数") {
                "comparison"
            } else {
                "increase"
            };
            self.push(paragraph, clause, start, Some(subject), metric, None, Some(direction.to_owned()));
            return;
        }
        let named = subject::bare(
            clause.trim_end_matches(['。', '：', '，', '；', ':', ',', ';']),
            self.organization(),
        );
        if named.ends_with("（项）")
            || named.ends_with("（款）")
            || named.ends_with("（类）")
            || subject::canonical(&named).is_some()
        {
            let name = subject::canonical(&named).map_or(named.clone(), str::to_owned);
            if self.head.is_none() || named.ends_with('）') {
                self.head = Some(name.clone());
            }
            self.current = Some(name);
        }
        if let Some(year) = year_in(clause).filter(|_| clause.chars().count() < 8) {
            self.year = Some(year);
        }
    }

    fn organization(&self) -> Option<&str> {
        self.identity.organization.as_deref()
    }

    /// The subject that words name, else the one spoken of.
    fn subject_of(&self, words: &str) -> Option<String> {
        let bare = subject::bare(words, self.organization());
        match subject::canonical(&bare) {
            Some(name) => Some(name.to_owned()),
            None if bare.chars().count() < 2 => self.current.clone(),
            None => Some(bare),
        }
    }

    fn figure(&mut self, paragraph: &Paragraph, clause: &str, lead: &str, quantity: &Quantity, start: usize) {
        let span = Span { clause, quantity, start };
        let percent = quantity.unit == "%";
        let money = matches!(quantity.unit.as_str(), "万元" | "亿元" | "元" | "千元");
        let change = direction_at_end(lead);
        let comparing = compare_at(lead);
        if percent && (lead.contains("完成") || lead.contains("执行率")) {
            let subject = lead.split("完成").next().and_then(|words| self.subject_of(words));
            self.said(paragraph, &span, subject, "completion", None);
        } else if percent && lead.contains('占') {
            let subject = lead.split('占').next().and_then(|words| self.subject_of(words));
            self.said(paragraph, &span, subject, "share", None);
        } else if let Some((direction, words)) = change {
            let words = match compare_at(words) {
                // 与上年相比，X增加: the subject follows; X比上年增加: it goes before.
                Some(at) => {
                    let before = words.get(..at).unwrap_or_default();
                    let behind = after_comparison(words.get(at..).unwrap_or_default());
                    if subject::canonical(&subject::bare(behind, self.organization())).is_some() {
                        behind
                    } else {
                        before
                    }
                }
                None => words,
            };
            let subject = self.subject_of(words);
            if subject.is_some() && money {
                self.current.clone_from(&subject);
            }
            let metric = match (percent, self.against) {
                (true, Against::LastYear) => "growth_rate",
                (true, Against::Budget) => "growth_over_budget",
                (false, Against::LastYear) => "increase",
                (false, Against::Budget) => "increase_over_budget",
            };
            self.said(paragraph, &span, subject, metric, Some(direction));
        } else if let Some(at) = comparing.filter(|_| money) {
            let year = year_in(lead.get(at..).unwrap_or_default());
            let subject = self.subject_of(lead.get(..at).unwrap_or_default());
            if subject.is_some() {
                self.current.clone_from(&subject);
            }
            let kept = self.year;
            self.year = year.or(self.year.map(|year| year.saturating_sub(1)));
            self.said(paragraph, &span, subject, "base", None);
            self.year = kept;
        } else if money {
            if let Some(year) = year_in(lead) {
                self.year = Some(year);
            }
            let subject = self.subject_of(lead);
            let budget = self.identity.kind == Kind::Final && lead.contains("预算为")
                || lead.contains("预算数为") && self.identity.kind == Kind::Final;
            let last_year = self.year < self.identity.fiscal_year && self.year.is_some();
            let metric = if budget {
                "budget"
            } else if last_year {
                "base"
            } else {
                "total"
            };
            if self.head.is_none() {
                self.head.clone_from(&subject);
            }
            self.current.clone_from(&subject);
            self.said(paragraph, &span, subject, metric, None);
        } else if percent {
            // 覆盖率为100%: a rate by its own name.
            let subject =
                Some(subject::bare(lead, self.organization())).filter(|words| words.ends_with('率'));
            if subject.is_some() {
                self.said(paragraph, &span, subject, "rate", None);
            }
        } else {
            let subject =
                Some(subject::bare(lead, self.organization())).filter(|words| words.chars().count() >= 2);
            self.said(paragraph, &span, subject.or_else(|| self.current.clone()), "count", None);
        }
    }

    fn said(
        &mut self,
        paragraph: &Paragraph,
        span: &Span<'_>,
        subject: Option<String>,
        metric: &str,
        direction: Option<String>,
    ) {
        let quantity = (span.quantity.value, span.quantity.unit.clone());
        let at = span.start + span.quantity.start;
        self.push(paragraph, span.clause, at, Some(subject), metric, Some(quantity), direction);
    }

    #[allow(clippy::too_many_arguments)]
    fn push(
        &mut self,
        paragraph: &Paragraph,
        clause: &str,
        at: usize,
        subject: Option<Option<String>>,
        metric: &str,
        quantity: Option<(Decimal, String)>,
        direction: Option<String>,
    ) {
        let (value, unit) = quantity.unzip();
        self.claims.push(Claim {
            text: clause.trim_matches(['，', '。', '；', '：', ',', ';']).to_owned(),
            subject: subject.flatten(),
            metric: Some(metric.to_owned()),
            year: self.year,
            value,
            unit,
            direction,
            origin: paragraph.origin_at(at).cloned(),
        });
    }
}

/// A figure in its clause.
struct Span<'a> {
    clause: &'a str,
    quantity: &'a Quantity,
    /// Character of the paragraph at which the clause begins.
    start: usize,
}

/// What a clause compares with, where it compares.
fn compared_with(clause: &str) -> Option<Against> {
    let at = compare_at(clause)?;
    let rest = clause.get(at..)?;
    let year =
        ["上年", "上一年", "去年", "年度相比", "年相比", "上年度"].iter().any(|word| rest.contains(word))
            || year_in(rest).is_some();
    let budget = ["年初预算", "全年预算", "预算数相比", "调整预算", "比预算", "与预算", "较预算"]
        .iter()
        .any(|word| rest.contains(word));
    if budget && !year {
        Some(Against::Budget)
    } else if year {
        Some(Against::LastYear)
    } else {
        None
    }
}

/// The byte at which a comparison begins: 比 与 较 同 before a year, 上年 or 预算.
fn compare_at(text: &str) -> Option<usize> {
    text.char_indices().filter(|(_, c)| matches!(c, '比' | '与' | '较' | '同')).map(|(at, _)| at).find(|at| {
        let rest: String = text.get(*at..).unwrap_or_default().chars().skip(1).collect();
        ["上年", "上一年", "上期", "去年", "年初预算", "全年预算", "预算", "调整预算"]
            .iter()
            .any(|word| rest.starts_with(word))
            || rest.chars().take(4).filter(char::is_ascii_digit).count() == 4
    })
}

/// What follows the comparison itself: `与上年相比，X` → `X`.
fn after_comparison(text: &str) -> &str {
    match text.find("相比") {
        Some(at) => text.get(at + "相比".len()..).unwrap_or_default(),
        None => "",
    }
}

/// The direction word a text ends with, and what stands before it.
fn direction_at_end(text: &str) -> Option<(String, &str)> {
    const WORDS: &[&str] = &[
        "增加（减少）",
        "减少（增加）",
        "增长（减少）",
        "增长（下降）",
        "增长（降低）",
        "下降（增长）",
        "增减",
        "增加",
        "减少",
        "增长",
        "下降",
        "降低",
        "上升",
        "提高",
        "压减",
        "下浮",
        "上浮",
        "缩减",
        "节约",
    ];
    let text = text.trim_end_matches(['了', '约', '额', '为', '：', '各', '数', '幅', '率', '达']);
    let word = WORDS.iter().find(|word| text.ends_with(**word))?;
    Some(((*word).to_owned(), text.strip_suffix(word)?))
}

/// A printed figure; see [`amount::parse`].
fn value_of(text: &str) -> Option<Decimal> {
    amount::parse(text)
}

#[cfg(test)]
mod tests;
