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

use super::model::{Basis, Claim, Identity, Kind, Paragraph, Place};
use super::subject;
use crate::amount;

mod phrase;
mod scan;

pub(crate) use phrase::narrative;
use phrase::{after_comparison, compare_at, compared_with, direction_at_end, is_heading, scope_of, section};
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
        heading: None,
        opening: Basis::LastYear,
        current: None,
        performance: false,
        listing: false,
        scope: None,
        year: identity.fiscal_year,
        against: Basis::LastYear,
        at: Place::default(),
        claims: Vec::new(),
    };
    for (index, paragraph) in narrative(paragraphs) {
        reader.at.paragraph = Some(index);
        reader.paragraph(paragraph);
    }
    reader.claims
}

/// Whether a text speaks of performance; 绩效工资 and 绩效奖金 are pay.
fn of_performance(text: &str) -> bool {
    text.replace("绩效工资", "").replace("绩效奖", "").contains("绩效")
}

struct Reader<'a> {
    identity: &'a Identity,
    /// What the paragraph is about.
    head: Option<String>,
    /// The expense that the heading above names, where sentences below name none (培训费支出情况说明).
    heading: Option<String>,
    /// What the sentence began to compare with: it holds behind a semicolon too.
    opening: Basis,
    /// What the clause before was about.
    current: Option<String>,
    /// The paragraph, or its section, is about performance (绩效).
    performance: bool,
    /// A list of parts (包括 其中) has begun in the paragraph.
    listing: bool,
    /// The fund that the section's heading speaks of.
    scope: Option<&'static str>,
    year: Option<u16>,
    against: Basis,
    /// The paragraph and section being read.
    at: Place,
    claims: Vec<Claim>,
}

impl Reader<'_> {
    fn paragraph(&mut self, paragraph: &Paragraph) {
        let text = paragraph.text.as_str();
        if section(text) == Some(true) {
            self.scope = scope_of(text);
            self.at.current = text.contains("当年");
        }
        if is_heading(text) {
            // 八、政府性基金预算收入支出决算情况: a heading without 说明 restricts what is below it as well.
            let fund = scope_of(text).filter(|_| !text.contains("万元"));
            if fund.is_some() || phrase::is_chapter(text) {
                self.scope = fund;
            }
            self.at.section += 1;
            self.heading = phrase::expense(text, self.organization());
        }
        // Only a paragraph that begins with a comparison goes on about the one before.
        if !["与", "比", "较", "年初预算", "支出决算", "决算数"].iter().any(|word| text.starts_with(word))
        {
            self.head = None;
        }
        self.current = self.topic();
        self.listing = false;
        if is_heading(text) {
            self.performance = of_performance(text);
        }
        let about_performance = self.performance;
        self.performance |= of_performance(text);
        let mut at = 0;
        for sentence in sentences(text) {
            self.sentence(paragraph, sentence, at);
            at += sentence.chars().count();
        }
        self.performance = about_performance;
    }

    fn sentence(&mut self, paragraph: &Paragraph, sentence: &str, start: usize) {
        self.year = self.identity.fiscal_year;
        self.current = self.topic();
        self.opening = sentence
            .split_once("相比")
            .filter(|(lead, _)| lead.starts_with(['与', '同', '和']) && !lead.contains(['，', '；']))
            .and_then(|_| compared_with(sentence))
            .unwrap_or(Basis::LastYear);
        let mut reason = false;
        let mut gave_reason = false;
        // The reason is one for the outcome against the budget.
        let mut of_budget = false;
        let mut at = start;
        for clause in clauses(sentence) {
            let plain = clause.trim();
            // 主要是A、B等支出，完成年初预算的p%: what is completed is the subject, not its uses.
            if ["其中", "此项", "该项", "完成年初预算", "完成预算的", "完成全年预算", "完成调整预算"]
                .iter()
                .any(|word| plain.starts_with(word))
            {
                reason = false;
            }
            // 决算数小于预算数的主要原因是…，与上年相比减少…: the next comparison ends the reasons for the first.
            if reason
                && of_budget
                && ["与上年", "较上年", "比上年"].iter().any(|word| plain.starts_with(word))
            {
                reason = false;
                of_budget = false;
            }
            // 主要原因一是…；二是…: the count of reasons goes on behind a semicolon.
            let numbered =
                ["二是", "三是", "四是", "五是", "六是"].iter().any(|word| plain.starts_with(word));
            reason |= numbered && gave_reason;
            // 主要用于以下方面： leads to a list of parts, not to reasons.
            let listing = ["以下", "下列", "如下"].iter().any(|word| plain.contains(word))
                && plain.ends_with(['：', ':']);
            if listing {
                at += clause.chars().count();
                continue;
            }
            let spoken = match REASONS.iter().filter_map(|word| clause.find(word)).min() {
                Some(cut) => {
                    let before = clause.get(..cut).unwrap_or_default();
                    if !reason {
                        self.clause(paragraph, before, at);
                    }
                    reason = true;
                    of_budget |= before.contains("决算数") && before.contains("预算数");
                    false
                }
                None => !reason,
            };
            if spoken {
                self.clause(paragraph, clause, at);
            }
            if clause.ends_with(['；', ';']) {
                // The next part has a subject of its own or none.
                gave_reason = reason;
                reason = false;
                self.current = self.topic();
                self.against = self.opening;
            }
            at += clause.chars().count();
        }
        self.against = Basis::LastYear;
    }

    fn clause(&mut self, paragraph: &Paragraph, clause: &str, start: usize) {
        if let Some(against) = compared_with(clause) {
            self.against = if self.with_own_budget(clause) { Basis::Budget } else { against };
        }
        self.listing |= ["包括", "其中"].iter().any(|word| clause.contains(word));
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

    /// 与2021年度预算相比, in the accounts of 2021: what was done against what was planned.
    fn with_own_budget(&self, clause: &str) -> bool {
        let behind = compare_at(clause).and_then(|at| clause.get(at..));
        self.identity.kind == Kind::Final
            && behind.is_some_and(|behind| {
                behind.contains("预算")
                    && year_in(behind).is_some_and(|year| Some(year) == self.identity.fiscal_year)
            })
    }

    /// A clause without a figure: it may name what follows, or say that nothing changed.
    fn wordless(&mut self, paragraph: &Paragraph, clause: &str, start: usize) {
        const WORDS: [(&str, &str); 9] = [
            ("持平", "持平"),
            ("一致", "持平"),
            ("大于", "大于"),
            ("小于", "小于"),
            ("等于", "等于"),
            ("高于", "大于"),
            ("低于", "小于"),
            ("超过", "大于"),
            ("多于", "大于"),
        ];
        let said = WORDS.into_iter().find(|(word, _)| clause.contains(word));
        let outcome = outcome_against_budget(clause);
        if let Some((written, direction)) = said.filter(|(word, _)| {
            let older = ["持平", "一致", "大于", "小于", "等于"].contains(word);
            compared_with(clause).is_some() && older || outcome && *word != "一致"
        }) {
            let end = compare_at(clause).into_iter().chain(clause.find(written)).min().unwrap_or(0);
            let (subject, words) = self.subject_of(clause.get(..end).unwrap_or_default());
            let metric = if outcome { "comparison" } else { "increase" };
            let claim = Claim {
                subject,
                metric: Some(metric.to_owned()),
                direction: Some(direction.to_owned()),
                place: Place { words, basis: compared_with(clause), ..self.at.clone() },
                ..Claim::default()
            };
            self.push(paragraph, clause, start, claim);
            return;
        }
        let named = subject::bare(
            clause.trim_end_matches(['。', '：', '，', '；', ':', ',', ';']),
            self.organization(),
        );
        if named.ends_with("（项）")
            || named.ends_with("（款）")
            || named.ends_with("（类）")
            || is_dashed(&named)
            || subject::canonical(&named).is_some()
        {
            let name = subject::canonical(&named).map_or(named.clone(), |name| self.scoped(name));
            if self.head.is_none() || named.ends_with('）') {
                self.head = Some(name.clone());
            }
            self.current = Some(name);
        }
        if let Some(year) = year_in(clause).filter(|_| clause.chars().count() < 8) {
            self.year = Some(year);
        }
    }

    /// What a sentence is about that does not say so.
    fn topic(&self) -> Option<String> {
        self.head.clone().or_else(|| self.heading.clone())
    }

    fn organization(&self) -> Option<&str> {
        self.identity.organization.as_deref()
    }

    /// The subject that words name, else the one spoken of, with the words where they name it.
    fn subject_of(&self, words: &str) -> (Option<String>, String) {
        let bare = subject::bare(words, self.organization());
        let procured = self.topic().as_deref() == Some("政府采购");
        let subject = match subject::canonical(&bare) {
            // 政府采购预算N万元。其中，货物…，工程…，服务….
            None if procured && ["货物", "工程", "服务"].contains(&bare.as_str()) => {
                format!("政府采购{bare}")
            }
            Some(name) => self.scoped(name),
            None if bare.chars().count() < 2
                || ["此项", "该项"].iter().any(|word| bare.starts_with(word))
                || self.current.is_some() && ["共支出", "共计支出", "实际支出", "全年支出"].contains(&bare.as_str())
                // 支出决算数为: the figure of what is spoken of.
                || bare == "支出" && ["决算", "预算", "执行"].iter().any(|word| words.contains(word)) =>
            {
                return (self.current.clone(), String::new());
            }
            None if crate::subjects::class_by_name(&bare).is_some() => self.scoped(&bare),
            None => bare.clone(),
        };
        (Some(subject), bare)
    }

    /// A part of the fiscal appropriation is not the same part of the whole: 基本支出 below 财政拨款支出 is
    /// 财政拨款基本支出, 上年结转 there is 财政拨款·上年结转.
    fn scoped(&self, name: &str) -> String {
        const PARTS: &[&str] = &[
            "人员经费",
            "公用经费",
            "上年结转",
            "年初结转和结余",
            "年末结转和结余",
            "年终结转",
            "本年收入合计",
            "本年支出合计",
            "收入总计",
            "支出总计",
        ];
        // The money that performance management covers is a selection of projects.
        if self.performance {
            return format!("绩效·{name}");
        }
        let of_head =
            self.head.as_deref().filter(|head| *head != name && head.contains('支')).and_then(scope_of);
        let Some(scope) = of_head.or(self.scope) else { return name.to_owned() };
        match name {
            "基本支出" | "项目支出" => format!("{scope}{name}"),
            _ if ["一般公共预算", "政府性基金", "国有资本"].iter().any(|fund| name.contains(fund)) => {
                name.to_owned()
            }
            _ if PARTS.contains(&name) || crate::subjects::class_by_name(name).is_some() => {
                format!("{scope}·{name}")
            }
            _ => name.to_owned(),
        }
    }

    fn figure(&mut self, paragraph: &Paragraph, clause: &str, lead: &str, quantity: &Quantity, start: usize) {
        let span = Span { clause, quantity, start };
        let percent = quantity.unit == "%";
        let money = matches!(quantity.unit.as_str(), "万元" | "亿元" | "元" | "千元");
        let change = direction_at_end(lead);
        let comparing = compare_at(lead);
        let completed = ["完成年初", "完成全年", "完成调整", "完成预算", "完成年度预算", "预算的"]
            .iter()
            .any(|word| lead.contains(word))
            || !self.performance && lead.contains("预算完成率")
            || self.of_budget_just_said(paragraph, lead, start);
        // 占收入预算的100% is a share.
        let share = lead.contains('占') && !lead.contains("完成");
        if percent && completed && !share {
            self.completion(paragraph, &span, lead);
        } else if percent && lead.contains('占') {
            let (before, behind) = lead.split_once('占').unwrap_or((lead, ""));
            let whole = subject::bare(whole_words(behind), self.organization());
            let whole = (whole.chars().count() >= 2).then(|| match subject::canonical(&whole) {
                Some(name) => name.to_owned(),
                None => whole,
            });
            let (subject, words) = self.subject_of(before);
            let place = Place { words, whole, ..self.at.clone() };
            self.said(paragraph, &span, subject, "share", None, place);
        } else if let Some((direction, words)) = change {
            // 同比增加: the comparison goes on from what was said.
            let words = words.trim_end_matches("同比").trim_end_matches("环比");
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
            let (subject, words) = self.subject_of(words);
            if subject.is_some() && money {
                self.current.clone_from(&subject);
            }
            let metric = match (percent, self.against) {
                (true, Basis::LastYear) => "growth_rate",
                (true, _) => "growth_over_budget",
                (false, Basis::LastYear) => "increase",
                (false, _) => "increase_over_budget",
            };
            let place = Place { words, basis: Some(self.against), ..self.at.clone() };
            self.said(paragraph, &span, subject, metric, Some(direction), place);
        } else if let Some(at) = comparing.filter(|_| money) {
            let year = year_in(lead.get(at..).unwrap_or_default());
            let (subject, words) = self.subject_of(lead.get(..at).unwrap_or_default());
            if subject.is_some() {
                self.current.clone_from(&subject);
            }
            let kept = self.year;
            // 比2023年年初预算数38.00万元减少…, in the accounts of 2023: its budget, not the year before.
            let planned = self.identity.kind == Kind::Final && self.against == Basis::Budget;
            if !planned {
                self.year = year.or(self.year.map(|year| year.saturating_sub(1)));
            }
            let place = Place { words, basis: Some(self.against), ..self.at.clone() };
            let metric = if planned { "budget" } else { "base" };
            self.said(paragraph, &span, subject, metric, None, place);
            self.year = kept;
        } else if money {
            self.amount(paragraph, &span, lead);
        } else if percent {
            // 覆盖率为100%: a rate by its own name.
            let subject =
                Some(subject::bare(lead, self.organization())).filter(|words| words.ends_with('率'));
            if subject.is_some() {
                let place = self.at.clone();
                self.said(paragraph, &span, subject, "rate", None, place);
            }
        } else {
            if let Some(year) = year_in(lead) {
                self.year = Some(year);
            }
            let words = subject::bare(lead, self.organization());
            // 其中外事接待0批次、0人、0.00万元: the money behind it is not that of all receptions.
            if words.contains("外事接待") || words.contains("外宾") {
                self.current = Some("外事接待费".to_owned());
            }
            let subject = Some(words.clone()).filter(|words| words.chars().count() >= 2);
            let place = Place { words, ..self.at.clone() };
            self.said(paragraph, &span, subject.or_else(|| self.current.clone()), "count", None, place);
        }
    }

    /// 为年初预算452.40万元的98.61%.
    fn of_budget_just_said(&self, paragraph: &Paragraph, lead: &str, start: usize) -> bool {
        let budget = self.claims.last().filter(|claim| claim.metric.as_deref() == Some("budget"));
        let here = budget
            .is_some_and(|claim| claim.place.paragraph == self.at.paragraph && claim.place.start >= start);
        here && lead.trim() == "的" && !paragraph.text.is_empty()
    }

    /// 完成年初预算的 98.61%.
    fn completion(&mut self, paragraph: &Paragraph, span: &Span<'_>, lead: &str) {
        let (subject, words) = match lead.split_once("完成") {
            Some((before, _)) => self.subject_of(before),
            None => (self.current.clone(), String::new()),
        };
        let adjusted = ["全年预算", "调整预算", "调整后预算"].iter().any(|word| lead.contains(word));
        let basis = Some(if adjusted { Basis::Adjusted } else { Basis::Budget });
        let place = Place { words, basis, ..self.at.clone() };
        self.said(paragraph, span, subject, "completion", None, place);
    }

    /// A sum of money that is neither a change nor what something is compared with.
    fn amount(&mut self, paragraph: &Paragraph, span: &Span<'_>, lead: &str) {
        // 人均74元, 平均每辆2.5万元: not the sum spoken of.
        if ["人均", "车均", "平均每", "每人", "每辆", "每户"].iter().any(|word| lead.contains(word))
        {
            return;
        }
        if let Some(year) = year_in(lead) {
            self.year = Some(year);
        }
        let before = before_words(lead);
        let (subject, words) = self.subject_of(before.unwrap_or(lead));
        let ending = lead.trim_end_matches(['为', '数', '是', '：', '约', '共']);
        let ending = ending.strip_suffix("安排").unwrap_or(ending);
        let budget = self.identity.kind == Kind::Final && ending.ends_with("预算");
        let adjusted = ["全年预算", "调整预算", "调整后预算"].iter().any(|word| lead.contains(word));
        let last_year = before.is_some() || self.year < self.identity.fiscal_year && self.year.is_some();
        let metric = if budget {
            "budget"
        } else if last_year {
            "base"
        } else {
            "total"
        };
        let basis = match metric {
            "budget" if adjusted => Some(Basis::Adjusted),
            "budget" => Some(Basis::Budget),
            "base" => Some(Basis::LastYear),
            _ => None,
        };
        // The first of a list of parts is not what the list is about.
        if self.head.is_none() && !self.listing && quantities(span.clause).len() == 1 {
            self.head.clone_from(&subject);
        }
        self.current.clone_from(&subject);
        let place = Place { words, basis, listed: self.listing, ..self.at.clone() };
        self.said(paragraph, span, subject, metric, None, place);
    }

    fn said(
        &mut self,
        paragraph: &Paragraph,
        span: &Span<'_>,
        subject: Option<String>,
        metric: &str,
        direction: Option<String>,
        place: Place,
    ) {
        let claim = Claim {
            subject,
            metric: Some(metric.to_owned()),
            value: Some(span.quantity.value),
            unit: Some(span.quantity.unit.clone()),
            direction,
            place,
            ..Claim::default()
        };
        self.push(paragraph, span.clause, span.start + span.quantity.start, claim);
    }

    /// Adds a claim, with what the clause and the place say.
    fn push(&mut self, paragraph: &Paragraph, clause: &str, at: usize, claim: Claim) {
        let place = Place { start: at, ..claim.place };
        self.claims.push(Claim {
            text: clause.trim_matches(['，', '。', '；', '：', ',', ';']).to_owned(),
            year: self.year,
            origin: paragraph.origin_at(at).cloned(),
            place,
            ..claim
        });
    }
}

/// 农林水支出—水利—行政运行.
fn is_dashed(named: &str) -> bool {
    let mut parts = named.split(['—', '－', '-', '–']).filter(|part| !part.is_empty());
    parts.next().is_some_and(|class| crate::subjects::class_by_name(class).is_some()) && parts.count() == 2
}

/// 上年支出, 上年为: what is left of the words, where they say that a figure is of the year before; 上年结转 is a
/// subject of this year.
fn before_words(lead: &str) -> Option<&str> {
    let lead = lead.trim();
    let rest =
        ["上年度", "上年", "去年同期", "去年", "上一年度"].iter().find_map(|word| lead.strip_prefix(word))?;
    let plain = [
        "为",
        "数为",
        "数",
        "支出",
        "支出为",
        "支出数为",
        "决算数",
        "决算数为",
        "支出决算",
        "支出决算为",
        "执行数",
        "执行数为",
        "预算数",
        "预算数为",
        "预算",
        "预算为",
        "年初预算",
        "",
    ];
    plain.contains(&rest.trim()).then_some("")
}

/// 决算数大于预算数, 支出决算小于年初预算.
fn outcome_against_budget(clause: &str) -> bool {
    clause.contains("决算数") && clause.contains("预算数")
        || clause.contains("支出决算") && (clause.contains("年初预算") || clause.contains("预算数"))
}

/// 占支出合计的比重为: the words of the whole alone.
fn whole_words(behind: &str) -> &str {
    let words = behind.trim_start_matches('比').trim_end_matches(['为', '是', '达', '约']);
    let words = words.strip_suffix("比重").or_else(|| words.strip_suffix("比例")).unwrap_or(words);
    words.trim_end_matches('比')
}

/// A figure in its clause.
struct Span<'a> {
    clause: &'a str,
    quantity: &'a Quantity,
    /// Character of the paragraph at which the clause begins.
    start: usize,
}

/// A printed figure; see [`amount::parse`].
fn value_of(text: &str) -> Option<Decimal> {
    amount::parse(text)
}

#[cfg(test)]
mod tests;
