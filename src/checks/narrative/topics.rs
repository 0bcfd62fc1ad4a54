//! The year a sentence opens with: what a disclosure says of itself it says of its own year.

use crate::checks::narrative::phrases;
use crate::disclosure::claims::narrative;
use crate::disclosure::model::{Disclosure, Kind, Paragraph};

/// A sentence about another year.
pub struct Misdated<'a> {
    /// The paragraph.
    pub paragraph: &'a Paragraph,
    /// The byte at which the year stands.
    pub at: usize,
    /// The year.
    pub year: u16,
}

/// A year at the head of a sentence or clause.
struct Opening<'a> {
    paragraph: &'a Paragraph,
    at: usize,
    year: u16,
    /// It opens its sentence, behind numbering, the department's name or the subject explained.
    first: bool,
    /// Right behind the department's own name.
    own: bool,
    /// The sentence from the year on.
    sentence: &'a str,
}

impl Opening<'_> {
    /// The words right behind the year: documents say the same of each subject in the same words.
    fn form(&self) -> Option<&str> {
        let behind = self.sentence.get(4..)?.strip_prefix('年')?;
        let behind = behind.strip_prefix('度').unwrap_or(behind);
        let end = behind.char_indices().nth(4).map_or(behind.len(), |(at, _)| at);
        let form = behind.get(..end)?;
        (form.chars().count() == 4
            && !form.contains(|c: char| c.is_ascii_digit() || "，。；、：".contains(c)))
        .then_some(form)
    }
}

/// The sentences that open with a year and are about another one than the document, and how many were judged.
#[must_use]
pub fn misdated(disclosure: &Disclosure, year: u16) -> (u32, Vec<Misdated<'_>>) {
    let own = disclosure.identity.organization.as_deref().unwrap_or("本部门");
    let openings: Vec<Opening<'_>> =
        narrative(&disclosure.paragraphs).flat_map(|(_, paragraph)| openings(paragraph, own)).collect();
    let times = |year: u16| openings.iter().filter(|one| one.first && one.year == year).count();
    let usual = times(year);
    let mut found = Vec::new();
    for opening in openings.iter().filter(|opening| opening.year != year) {
        // A text about several years names each of them often.
        let rare = usual >= 3 && times(opening.year) * 3 <= usual;
        let wrong = opening.first
            && rare
            && if opening.year > year {
                is_to_come(opening)
            } else {
                is_past(opening, year, disclosure.identity.kind)
            };
        if wrong || out_of_form(opening, &openings, year) {
            found.push(Misdated { paragraph: opening.paragraph, at: opening.at, year: opening.year });
        }
    }
    (u32::try_from(usual + found.len()).unwrap_or(u32::MAX), found)
}

/// 2018年预算数为71.00万元, where every other subject has 2020年预算数为.
fn out_of_form(opening: &Opening<'_>, all: &[Opening<'_>], year: u16) -> bool {
    let Some(form) = opening.form().filter(|_| is_of_figures(opening)) else { return false };
    let alike = |year: u16| all.iter().filter(|one| one.year == year && one.form() == Some(form)).count();
    let told = |paragraph: &Paragraph| paragraph.text.contains(&format!("{year}年{form}"));
    alike(year) >= 4 && alike(opening.year) == 1 && !told(opening.paragraph)
}

/// The years at the heads of sentences and clauses.
fn openings<'a>(paragraph: &'a Paragraph, own: &str) -> Vec<Opening<'a>> {
    const SELF: &[&str] = &["本部门", "我部门", "本单位", "我单位", "我局", "本局", "其中："];
    let mut found = Vec::new();
    let mut begin = 0;
    for sentence in paragraph.text.split_inclusive(['。', '；']) {
        let start = begin;
        begin += sentence.len();
        for (index, (at, year)) in phrases::years(sentence).into_iter().enumerate() {
            let lead = sentence.get(..at).unwrap_or_default().trim_end();
            let bare = crate::subjects::name::unnumbered(lead).trim();
            let of_own = bare == own || bare.strip_suffix("部门") == Some(own);
            let subject = ["（项）", "（项）：", "(项)", "（项）。"].iter().any(|end| bare.ends_with(end));
            let first = index == 0 && (bare.is_empty() || of_own || SELF.contains(&bare) || subject);
            if first || lead.ends_with(['，', '：']) {
                let sentence = sentence.get(at..).unwrap_or_default();
                found.push(Opening {
                    paragraph,
                    at: start + at,
                    year,
                    first,
                    own: index == 0 && of_own,
                    sentence,
                });
            }
        }
    }
    found
}

/// Whether figures of a year to come are told as if they were this year's.
fn is_to_come(opening: &Opening<'_>) -> bool {
    const PLANS: &[&str] = &[
        "计划",
        "预计",
        "将",
        "目标",
        "规划",
        "拟",
        "下一步",
        "结转",
        "力争",
        "建成",
        "完工",
        "到期",
        "提前",
        "试行",
        "印发",
        "下达",
        "中期",
        "以后",
    ];
    // 绩效目标 is no plan, 拟采购 the year's own.
    let sentence = opening.sentence.replace("绩效目标", "").replace("拟采购", "");
    is_of_figures(opening) && !PLANS.iter().any(|word| sentence.contains(word))
}

/// Whether figures of a year gone by are told as if they were this year's.
fn is_past(opening: &Opening<'_>, year: u16, kind: Kind) -> bool {
    const OF_BEFORE: &[&str] = &["上年度数", "去年", "结转", "以前年度", "基数", "执行数", "实际执行"];
    let sentence = opening.sentence;
    let told_by_own = kind == Kind::Final && opening.own;
    if !is_of_figures(opening) && !told_by_own || OF_BEFORE.iter().any(|word| sentence.contains(word)) {
        return false;
    }
    let others: Vec<u16> = phrases::years(sentence).into_iter().skip(1).map(|(_, other)| other).collect();
    let changes = ["增加", "减少", "增长", "下降", "持平"].iter().any(|word| sentence.contains(word));
    // 2020年预算数…，比2021年…: no year is compared with a later one.
    let later = ["比", "较", "与"].iter().any(|word| {
        others.iter().any(|other| {
            *other > opening.year && *other < year && sentence.contains(&format!("{word}{other}年"))
        })
    });
    if changes && later {
        return true;
    }
    let text = opening.paragraph.text.as_str();
    let this = format!("{year}年");
    let compares =
        changes && ["比上年", "较上年", "与上年", "比去年"].iter().any(|word| sentence.contains(word));
    let done = ["执行", "完成", "决算"].iter().any(|word| sentence.contains(word));
    // 2023年接待费支出90万元。2024年接待费支出100万元: the two years of one thing.
    let said_of_both = opening.form().is_some_and(|form| text.contains(&format!("{this}{form}")))
        || opening.form().is_some_and(|form| text.contains(&format!("{this}度{form}")));
    let outcome = sentence.contains("决算数") && sentence.contains("预算数");
    if !others.is_empty() {
        return false;
    }
    match kind {
        Kind::Final if outcome || opening.own && !changes => true,
        Kind::Final if text.contains(&this) => (compares || !changes) && !said_of_both,
        Kind::Final => !changes,
        _ => !text.contains(&this) && !done && (compares || opening.year + 2 <= year && !changes),
    }
}

/// Whether a sentence states money, things counted, or an outcome against the budget.
fn is_of_figures(opening: &Opening<'_>) -> bool {
    const DATES: &[&str] = &["年至", "年底", "年末", "年初", "年以来", "年起", "年—", "年-", "年到"];
    let sentence = opening.sentence;
    let behind = sentence.get(4..).unwrap_or_default();
    let month = behind.strip_prefix('年').is_some_and(|rest| {
        let digits = rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        digits.len() < rest.trim_start().len() && digits.trim_start().starts_with('月')
    });
    if month || DATES.iter().any(|word| behind.starts_with(word)) {
        return false;
    }
    let topic = [
        "收入", "支出", "经费", "采购", "保有", "团组", "用车", "预算", "决算", "项目", "总计", "费", "接待",
    ];
    let counted = ["万元", "辆", "个", "批次", "人次"].iter().any(|unit| {
        sentence.match_indices(unit).any(|(at, _)| {
            sentence.get(..at).is_some_and(|before| before.trim_end().ends_with(|c: char| c.is_ascii_digit()))
        })
    });
    let outcome = sentence.contains("决算数") && sentence.contains("预算数");
    topic.iter().any(|word| sentence.contains(word)) && (counted || outcome)
}
