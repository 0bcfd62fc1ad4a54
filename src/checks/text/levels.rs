//! T10: the mark of level behind a subject's name is that of its code.

use std::collections::{BTreeMap, BTreeSet};

use super::items::{Named, named};
use super::{Passage, Slip, passages, report};
use crate::articulation::hierarchy::subject_code;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::{Disclosure, Kind};
use crate::report::{Category, Severity};
use crate::subjects::{self, Domain, domain_of, name::plain};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T10",
    name: "文字里科目的类、款、项标对了",
    document: Kind::Unknown,
    doc: "查什么: 文字里写“某某（类）某某（款）某某（项）”时，名称后面标的级次对不对：款级科目有没有标成“（类）”，类级科目有没有标成“（款）”“（项）”；连着写的两个名称级次是不是依次往下；款的位置有没有又写了一遍类的名称；有没有和本文件表里的科目名称差一个字。
为什么: 级次标错、名称写错，读者在表里找不到这一项。
依据: 《政府收支分类科目》：类三位、款五位、项七位。
举例: “住房改革支出（类）住房公积金（项）”，住房改革支出是款，应标“（款）”。
怎么改: 按科目编码的级次改正。",
    run,
};

/// The subjects the tables list and the classification knows.
struct Subjects {
    /// Digits of the codes a name stands for.
    digits: BTreeMap<String, BTreeSet<usize>>,
    /// Codes of the names in this document's tables.
    codes: BTreeMap<String, BTreeSet<String>>,
    /// Names of this document's codes.
    names: BTreeMap<String, String>,
}

fn subjects_of(disclosure: &Disclosure) -> Subjects {
    let mut all = Subjects { digits: BTreeMap::new(), codes: BTreeMap::new(), names: BTreeMap::new() };
    for row in disclosure.tables.iter().filter(|table| !table.inferred).flat_map(|table| &table.rows) {
        let Some(code) = subject_code(row).filter(|code| domain_of(code) == Some(Domain::Functional)) else {
            continue;
        };
        let name = plain(&row.name);
        if name.chars().count() >= 2 {
            all.digits.entry(name.clone()).or_default().insert(code.len());
            all.codes.entry(name.clone()).or_default().insert(code.to_owned());
            all.names.entry(code.to_owned()).or_insert(name);
        }
    }
    all
}

impl Subjects {
    /// The levels a name is known at, here or in the classification.
    fn levels(&self, name: &str) -> BTreeSet<usize> {
        let mut levels = self.digits.get(name).cloned().unwrap_or_default();
        levels.extend(
            subjects::codes_of(name).filter(|code| domain_of(code) == Some(Domain::Functional)).map(str::len),
        );
        levels
    }

    /// What the section (款) of an item is called in the tables, where the class agrees.
    fn section_of(&self, item: &str, class: &str) -> Option<&str> {
        let class = subjects::class_by_name(class)?;
        let mut sections =
            self.codes.get(item)?.iter().filter(|code| code.len() == 7 && code.starts_with(class));
        let section = sections.next()?.get(..5)?;
        sections.all(|code| code.starts_with(section)).then(|| self.names.get(section).map(String::as_str))?
    }
}

fn run(context: &mut Context<'_>) {
    let subjects = subjects_of(context.disclosure);
    let Some(passages) = passages(context, CHECK.code) else { return };
    let mut slips = Vec::new();
    let mut examined = 0;
    for passage in passages.iter() {
        let names = named(passage);
        examined += usize::from(!names.is_empty());
        for (at, name) in names.iter().enumerate() {
            let class = names.get(..at).unwrap_or_default().iter().rev().find(|before| before.digits == 3);
            let next = names.get(at + 1).filter(|next| next.digits == 7 && next.from <= name.to + 1);
            slips.extend(
                repeated_level(&subjects, passage, name, names.get(at + 1))
                    .or_else(|| not_a_class(&subjects, passage, name))
                    .or_else(|| not_a_section(&subjects, passage, name, class, next))
                    .or_else(|| only_a_class(&subjects, passage, name))
                    .or_else(|| one_off(&subjects, passage, name)),
            );
        }
    }
    report(context, CHECK.code, examined, slips);
}

/// `住房改革支出（款）住房公积金（款）`: of two names in one breath the second stands below the first.
fn repeated_level(
    subjects: &Subjects,
    passage: &Passage<'_>,
    name: &Named,
    next: Option<&Named>,
) -> Option<Slip> {
    // 行政运行（项）和机关服务（项）: two names side by side.
    let next = next.filter(|next| {
        next.from == name.to && next.digits <= name.digits && !subjects.levels(&plain(&next.name)).is_empty()
    })?;
    let mark = |named: &Named| passage.text(named.to - 3, named.to);
    let says = format!(
        "“{}{}”后面紧接着“{}{}”，级次应当是类、款、项依次往下",
        name.name,
        mark(name),
        next.name,
        mark(next)
    );
    Some(Slip::new(passage, name.from, next.to, says).of(Category::CodeOrLabel).weighing(Severity::Warning))
}

/// `卫生健康支出（款）`, `农林水（款）支出`: what is a class and nothing else.
fn only_a_class(subjects: &Subjects, passage: &Passage<'_>, name: &Named) -> Option<Slip> {
    let own = plain(&name.name);
    let full = if own.ends_with("支出") { own } else { format!("{own}支出") };
    let levels = subjects.levels(&full);
    let alone = subjects.levels(&plain(&name.name));
    let other = levels.iter().chain(&alone).any(|level| *level != 3);
    (name.digits != 3 && levels.contains(&3) && !other).then(|| {
        let mark = passage.text(name.to - 3, name.to);
        Slip::new(passage, name.from, name.to, format!("“{}”是类级科目，文字里标作{mark}", name.name))
            .of(Category::CodeOrLabel)
            .weighing(Severity::Warning)
            .wanting(format!("{}（类）", name.name))
    })
}

/// `住房改革支出（类）`: classes are all known, so that what is a section only can be none.
fn not_a_class(subjects: &Subjects, passage: &Passage<'_>, name: &Named) -> Option<Slip> {
    let levels = subjects.levels(&plain(&name.name));
    (name.digits == 3 && !levels.is_empty() && !levels.contains(&3)).then(|| {
        let right = if levels.contains(&5) { "款" } else { "项" };
        Slip::new(passage, name.from, name.to, format!("“{}”是{right}级科目，文字里标作（类）", name.name))
            .of(Category::CodeOrLabel)
            .weighing(Severity::Warning)
            .wanting(format!("{}（{right}）", name.name))
    })
}

/// `住房保障支出（类）住房保障支出（款）住房公积金（项）`: the section is another one in the tables.
fn not_a_section(
    subjects: &Subjects,
    passage: &Passage<'_>,
    name: &Named,
    class: Option<&Named>,
    next: Option<&Named>,
) -> Option<Slip> {
    let (class, next) = (class?, next?);
    let right = subjects.section_of(&plain(&next.name), &class.name)?;
    let bare = |name: &str| plain(name).trim_end_matches("支出").to_owned();
    let known = subjects.levels(&plain(&name.name));
    (name.digits == 5 && bare(&name.name) != bare(right) && known.contains(&3) && !known.contains(&5)).then(
        || {
            let says = format!("“{}”是类级科目，“{}”在表里属于“{right}”（款）", name.name, next.name);
            Slip::new(passage, name.from, name.to, says)
                .of(Category::CodeOrLabel)
                .weighing(Severity::Warning)
                .wanting(format!("{right}（款）"))
        },
    )
}

/// A name no one knows, but for one character the name of a subject in the tables.
fn one_off(subjects: &Subjects, passage: &Passage<'_>, name: &Named) -> Option<Slip> {
    let own = plain(&name.name);
    let bare = own.trim_end_matches("支出");
    let length = bare.chars().count();
    // 其它 for 其他 is told as a word.
    if own.contains("其它")
        || length < 3
        || passage.joined(name.from, name.to)
        || !subjects.levels(&own).is_empty()
    {
        return None;
    }
    // In a short name another character makes another name; one that is missing does not.
    let slipped = |other: &str| {
        differs_by_one(bare, other) && (length >= 5 || lost(bare, other).is_some_and(|c| !is_optional(c)))
    };
    let mut near = subjects
        .digits
        .iter()
        .filter(|(other, digits)| digits.contains(&name.digits) && slipped(other.trim_end_matches("支出")));
    let Some((right, _)) = near.next() else { return lost_of_known(passage, name, &own) };
    near.next().is_none().then(|| {
        Slip::new(passage, name.from, name.to, format!("科目名称写作“{}”，表里是“{right}”", name.name))
            .of(Category::CodeOrLabel)
            .weighing(Severity::Warning)
            .wanting(right.clone())
    })
}

/// A name that lacks one character of one in the classification: `财事务（款）`.
fn lost_of_known(passage: &Passage<'_>, name: &Named, own: &str) -> Option<Slip> {
    let mut near = subjects::all_names().filter(|(code, known)| {
        code.len() == name.digits
            && domain_of(code) == Some(Domain::Functional)
            && lost(own, known).is_some_and(|c| !is_optional(c))
    });
    let (_, right) = near.next()?;
    // One name may belong to several codes (行政运行).
    near.all(|(_, other)| other == right).then(|| {
        Slip::new(passage, name.from, name.to, format!("科目名称写作“{}”，像是“{right}”少了字", name.name))
            .of(Category::CodeOrLabel)
            .weighing(Severity::Warning)
            .wanting(right)
    })
}

/// The one character that `short` lacks of `long`.
fn lost(short: &str, long: &str) -> Option<char> {
    (short.chars().count() + 1 == long.chars().count()).then_some(())?;
    let same = short.chars().zip(long.chars()).take_while(|(a, b)| a == b).count();
    long.chars().nth(same)
}

/// Words that names do without: 社会保障和就业, 社会保障就业.
fn is_optional(c: char) -> bool {
    matches!(c, '和' | '及' | '与' | '的' | '、' | '等')
}

/// One character other, missing or too many.
#[must_use]
pub fn differs_by_one(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(head..).unwrap_or_default(), b.get(head..).unwrap_or_default());
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Equal => !a.is_empty() && a.get(1..) == b.get(1..),
        std::cmp::Ordering::Greater => a.get(1..) == Some(b),
        std::cmp::Ordering::Less => Some(a) == b.get(1..),
    }
}
