//! Where else a figure of a flat table is printed: in a twin row, as a row of another table, under a subject's code,
//! or in words.

use rust_decimal::Decimal;

use super::figures::{Draft, FlatRow};
use super::infer::bare;
use crate::amount::Unit;
use crate::disclosure::model::{ColumnKind, Side};
use crate::disclosure::words::{is_total, plain};
use crate::forms;
use crate::subjects::{self, name::plain as subject};

/// Columns of figures with what stands in them; `None` for nothing.
pub(super) type Cells = Vec<(usize, Option<Decimal>)>;

fn figures(row: &FlatRow) -> Vec<Decimal> {
    row.figures.iter().filter_map(|f| f.figure).collect()
}

/// The bare words of a column, groups first; a word over all columns (收入预算) tells none from another.
fn column_words(draft: &Draft, side: Option<Side>) -> Vec<Vec<String>> {
    let mut paths: Vec<Vec<String>> = draft
        .shape
        .amounts(side)
        .into_iter()
        .filter_map(|at| draft.shape.columns.get(at))
        .map(|column| column.path.iter().map(|word| plain(word).replace("的补助", "补助")).collect())
        .collect();
    let shared = |paths: &[Vec<String>]| {
        paths.len() > 1 && paths.iter().all(|path| path.len() > 1 && path.first() == paths[0].first())
    };
    while shared(&paths) {
        for path in &mut paths {
            path.remove(0);
        }
    }
    paths
}

/// A row of another table with the same columns and the same figures, all of them placed: its cells.
pub(super) fn twin(draft: &Draft, flat: &FlatRow, other: &Draft) -> Option<Cells> {
    if draft.shape.two_sided()
        || other.shape.two_sided()
        || column_words(draft, None) != column_words(other, None)
    {
        return None;
    }
    let wanted = figures(flat);
    let (row, placement) = other.rows.iter().zip(&other.placed).find(|(row, placement)| {
        placement.columns.iter().all(Option::is_some)
            && figures(row) == wanted
            && (row.code == flat.code || (is_total(&row.name) && is_total(&flat.name)))
    })?;
    let columns = draft.shape.amounts(None).len();
    let mut cells: Cells = (0..columns).map(|column| (column, None)).collect();
    for (figure, column) in figures(row).into_iter().zip(&placement.columns) {
        if let Some(cell) = column.and_then(|column| cells.get_mut(column)) {
            cell.1 = Some(figure);
        }
    }
    Some(cells)
}

/// A row of another table with the same code and the same figures, all of them placed in columns that this table has
/// too: where the totals are equal, so are the parts.
pub(super) fn same_row(
    keys: &[Option<String>],
    flat: &FlatRow,
    other: &Draft,
    other_keys: &[Option<String>],
) -> Option<Cells> {
    let code = flat.code.as_ref()?;
    let wanted = figures(flat);
    let (row, placement) = other.rows.iter().zip(&other.placed).find(|(row, placement)| {
        row.code.as_ref() == Some(code)
            && row.side == flat.side
            && placement.columns.iter().all(Option::is_some)
            && figures(row) == wanted
    })?;
    let mut cells: Cells = (0..keys.len()).map(|column| (column, None)).collect();
    for (figure, column) in figures(row).into_iter().zip(&placement.columns) {
        let key = other_keys.get((*column)?)?.as_ref()?;
        let own = keys.iter().position(|own| own.as_ref().is_some_and(|own| alike(own, key)))?;
        cells.get_mut(own)?.1 = Some(figure);
    }
    Some(cells)
}

/// Whether two names of columns mean the same part: a total by any name, or one word for word.
fn alike(a: &str, b: &str) -> bool {
    let leaf = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
    let total = |key: &str| matches!(leaf(key).as_str(), "合计" | "小计" | "总计") || key.ends_with("合计");
    a == b || total(a) && total(b)
}

/// What the table of one fund says of a class in a table of several: its figure is that fund's.
pub(super) fn of_fund(draft: &Draft, flat: &FlatRow, other: &Draft) -> Cells {
    let Some(fund) = FUNDS.iter().find(|fund| other.title().contains(**fund)) else { return Vec::new() };
    let Some(class) = subjects::class_by_name(&subject(&flat.name)).filter(|_| flat.side.is_some()) else {
        return Vec::new();
    };
    let printed = figures(flat);
    let said = other.rows.iter().find(|row| row.code.as_deref() == Some(class)).map(figures);
    let Some(figure) = said.and_then(|said| said.first().copied()).filter(|f| printed.contains(f)) else {
        return Vec::new();
    };
    let columns = column_words(draft, flat.side);
    let is = |path: &Vec<String>| path.last().is_some_and(|leaf| bare(leaf).contains(*fund));
    columns.iter().position(is).map(|column| vec![(column, Some(figure))]).unwrap_or_default()
}

/// What the income half of a table says of the grand total of the expenditure half: fund by fund they are equal.
pub(super) fn other_half(draft: &Draft, flat: &FlatRow) -> Cells {
    if flat.side != Some(Side::Expenditure) || !plain(&flat.name).ends_with("总计") {
        return Vec::new();
    }
    let printed = figures(flat);
    let income = |fund: &str| -> Option<Decimal> {
        let rows = draft.rows.iter().filter(|row| row.side == Some(Side::Income) && row.name.contains(fund));
        let stated: Vec<Decimal> = rows.filter_map(|row| figures(row).first().copied()).collect();
        (!stated.is_empty()).then(|| stated.iter().sum())
    };
    column_words(draft, flat.side)
        .iter()
        .enumerate()
        .filter_map(|(column, path)| {
            let leaf = bare(path.last()?);
            let figure = income(FUNDS.iter().find(|fund| leaf.contains(**fund))?)?;
            printed.contains(&figure).then_some((column, Some(figure)))
        })
        .collect()
}

/// Kinds of funds, as titles, columns and prose call them.
const FUNDS: [&str; 5] = ["一般公共预算", "政府性基金", "国有资本经营预算", "财政专户", "单位资金"];

/// The rows of a list of income or expenditure as the columns of a grand total: 收支总表's 事业收入 is the total of
/// the column 事业收入.
pub(super) fn as_rows(draft: &Draft, flat: &FlatRow, list: &Draft) -> Cells {
    let printed = figures(flat);
    let mut matched = Vec::new();
    let mut empty = Vec::new();
    let mut against = 0;
    for (column, path) in column_words(draft, None).iter().enumerate() {
        let Some(leaf) = path.last() else { continue };
        let group = path.len().checked_sub(2).and_then(|at| path.get(at));
        let Some(cell) = list_row(list, leaf, group) else {
            continue;
        };
        match cell {
            Listed::Figure(figure) if printed.contains(&figure) => matched.push((column, Some(figure))),
            Listed::Figure(_) => against += 1,
            Listed::Empty => empty.push((column, None)),
        }
    }
    // Tables of another scope agree in a figure or none; one that agrees in several, and contradicts in none,
    // also tells what is empty.
    // A column for all funds of the treasury is the sum of a list's rows for each.
    let leaves = column_words(draft, None);
    let all = leaves.iter().position(|path| path.len() == 1 && bare(&path.concat()).starts_with("财政拨款"));
    if let Some(column) = all.filter(|column| matched.iter().all(|(known, _)| known != column))
        && let Some(sum) = treasury(list).filter(|sum| printed.contains(sum))
    {
        matched.push((column, Some(sum)));
    }
    if against > 0 {
        return if matched.len() >= 2 { matched } else { Vec::new() };
    }
    if matched.len() >= 2 || !matched.is_empty() && same_total(&leaves, &printed, list) {
        matched.extend(empty);
    }
    matched
}

/// Whether a row's total is the list's too: then both are of one scope.
fn same_total(columns: &[Vec<String>], printed: &[Decimal], list: &Draft) -> bool {
    let totals = columns.first().and_then(|path| path.last()).is_some_and(|leaf| is_total(leaf));
    let total = printed.first().filter(|total| totals && !total.is_zero());
    let grand = list.rows.iter().filter(|row| plain(&row.name).ends_with("总计"));
    total.is_some() && grand.filter_map(|row| figures(row).first().copied()).any(|sum| Some(&sum) == total)
}

/// The sum of a list's rows for the funds of the treasury.
fn treasury(list: &Draft) -> Option<Decimal> {
    let rows = list
        .rows
        .iter()
        .filter(|row| row.side == Some(Side::Income) && bare(&row.name).contains("预算财政拨款收入"));
    let stated: Vec<Decimal> = rows.filter_map(|row| figures(row).first().copied()).collect();
    (!stated.is_empty()).then(|| stated.iter().sum())
}

/// The grand total of another table of the same figures, by the names equations know its columns by.
pub(super) fn from_totals(
    keys: &[Option<String>],
    flat: &FlatRow,
    other: &Draft,
    other_keys: &[Option<String>],
) -> Cells {
    let Some((row, placement)) = other
        .rows
        .iter()
        .zip(&other.placed)
        .find(|(row, placement)| is_total(&row.name) && placement.columns.iter().all(Option::is_some))
    else {
        return Vec::new();
    };
    let printed = figures(flat);
    let values = figures(row);
    let mut matched = Vec::new();
    let mut empty = Vec::new();
    for (column, key) in keys.iter().enumerate() {
        let Some(at) = key.as_ref().and_then(|key| other_keys.iter().position(|k| k.as_ref() == Some(key)))
        else {
            continue;
        };
        match placement.columns.iter().position(|c| *c == Some(at)).and_then(|i| values.get(i)) {
            Some(figure) if printed.contains(figure) && !figure.is_zero() => {
                matched.push((column, Some(*figure)));
            }
            Some(_) => {}
            None => empty.push((column, None)),
        }
    }
    if !matched.is_empty() || is_of_all_funds(keys) && is_of_all_funds(other_keys) {
        matched.extend(empty);
    }
    matched
}

/// Whether a table covers income or expenditure of every source.
fn is_of_all_funds(keys: &[Option<String>]) -> bool {
    ["财政专户管理资金", "一般公共预算", "财政拨款收入"]
        .iter()
        .filter(|word| keys.iter().flatten().any(|key| key.ends_with(*word)))
        .count()
        >= 2
}

/// The names equations know the columns of figures by.
pub(super) type Keys = Vec<Option<String>>;

pub(super) fn column_keys(draft: &Draft) -> Keys {
    let (mut table, _) = draft.clone().finish();
    forms::annotate(&mut table, None);
    table
        .columns
        .into_iter()
        .filter(|column| column.kind == ColumnKind::Amount)
        .map(|column| column.key)
        .collect()
}

/// Subjects of the economic classification that are a column of the three public expenses, and the words of that
/// column.
const SUBJECTS: [(&str, &[&str]); 4] = [
    ("30212", &["因公出国境费", "因公出国境费用"]),
    ("30217", &["公务接待费"]),
    ("30231", &["公务用车运行费", "公务用车运行维护费"]),
    ("31013", &["公务用车购置费", "公务用车购置"]),
];

/// What a table by economic subjects says of the three public expenses of the same year.
pub(super) fn of_subjects(draft: &Draft, flat: &FlatRow, other: &Draft) -> Cells {
    let printed = figures(flat);
    let figure = |code: &str| {
        let row = other.rows.iter().find(|row| row.code.as_deref() == Some(code))?;
        figures(row).first().copied()
    };
    let paths = column_words(draft, None);
    let this = |path: &[String]| path.first().is_none_or(|top| is_this_year(top, &paths));
    let column = |names: &[&str]| {
        let is = |path: &Vec<String>| {
            this(path) && path.last().is_some_and(|leaf| names.contains(&bare(leaf).as_str()))
        };
        paths.iter().position(is)
    };
    SUBJECTS
        .iter()
        .filter_map(|(code, names)| Some((column(names)?, figure(code)?)))
        .filter(|(_, figure)| printed.contains(figure))
        .map(|(column, figure)| (column, Some(figure)))
        .collect()
}

/// Whether a group of columns is of the table's own year: not 上年, and of several years the last.
fn is_this_year(top: &str, paths: &[Vec<String>]) -> bool {
    let year = |word: &str| word.get(..4).and_then(|digits| digits.parse::<u16>().ok());
    let last = paths.iter().filter_map(|path| year(path.first()?)).max();
    !top.starts_with('上') && (last.is_none() || year(top) == last)
}

/// The funds a department names as its income 「收入包括：…」: the columns of the others are empty. One answer for
/// each group of columns.
pub(super) fn named_in_prose(draft: &Draft, prose: &str) -> Vec<Cells> {
    let Some((_, list)) = prose.split_once("收入包括") else { return Vec::new() };
    let list = list.split(['；', '。']).next().unwrap_or_default();
    let mut groups: Vec<(Vec<String>, Cells, bool)> = Vec::new();
    for (column, path) in column_words(draft, None).iter().enumerate() {
        let Some((leaf, group)) = path.split_last() else { continue };
        let Some(fund) = FUNDS.iter().find(|fund| bare(leaf).contains(*fund)) else { continue };
        if groups.last().is_none_or(|(last, _, _)| last != group) {
            groups.push((group.to_vec(), Vec::new(), false));
        }
        if let Some((_, empty, named)) = groups.last_mut() {
            if list.contains(fund) {
                *named = true;
            } else {
                empty.push((column, None));
            }
        }
    }
    groups.into_iter().filter(|(_, _, named)| *named).map(|(_, empty, _)| empty).collect()
}

/// What a list has under a name.
enum Listed {
    Figure(Decimal),
    Empty,
}

/// A name without numbering and without the words that come and go: `一、一般公共预算拨款收入` is 一般公共预算.
fn trimmed(name: &str) -> String {
    let name = plain(&subject(name)).replace("的补助", "补助");
    let mut name = name.strip_suffix("收入").unwrap_or(&name);
    for word in ["拨款", "财政"] {
        name = name.strip_suffix(word).filter(|rest| rest.ends_with("预算")).unwrap_or(name);
    }
    name.to_owned()
}

/// Whether a row begins a section of a list: `二、上年结转`; `（一）…` is a part of one.
fn is_section(name: &str) -> bool {
    let mut chars = name.trim().chars().skip_while(|c| "一二三四五六七八九十".contains(*c));
    name.trim().starts_with(|c: char| "一二三四五六七八九十".contains(c)) && chars.next() == Some('、')
}

/// The figure of a list's row by its name and the numbered row above it: `None` where there is no such row, or several.
fn list_row(list: &Draft, leaf: &str, group: Option<&String>) -> Option<Listed> {
    let period = group.filter(|group| group.starts_with("本年") || group.starts_with("上年"));
    let total = matches!(leaf, "合计" | "小计");
    let wanted = trimmed(leaf);
    let mut head = String::new();
    let mut carried = false;
    let mut found = None;
    for (row, placement) in list.rows.iter().zip(&list.placed) {
        let (own, section) = (trimmed(&row.name), is_section(&row.name));
        if section {
            head.clone_from(&own);
        }
        let begins = own.starts_with("上年结转") || own.starts_with("年初");
        carried = row.side == Some(Side::Income) && (carried || begins);
        let same = match (period, group) {
            // The sources of this year and those carried over go by one name: the section tells which.
            (Some(period), _) if row.side == Some(Side::Income) => {
                let of_period = carried == period.starts_with("上年");
                let sum =
                    if carried { begins } else { matches!(own.as_str(), "本年" | "本年收入合计") };
                of_period && if total { sum } else { own == wanted }
            }
            (Some(_), _) => false,
            (None, None) => own == wanted,
            (None, Some(group)) => own == wanted && head == trimmed(group) && !section,
        };
        if same {
            let total = placement.columns.iter().position(|column| *column == Some(0));
            let cell = match total.and_then(|at| figures(row).get(at).copied()) {
                Some(figure) => Listed::Figure(figure),
                None if row.figures.is_empty() => Listed::Empty,
                None => return None,
            };
            if found.is_some() {
                return None;
            }
            found = Some(cell);
        }
    }
    found
}

/// What the table of basic expenditure says of the grand total of another: what its two halves come to is the
/// other's 基本支出.
pub(super) fn of_basic(draft: &Draft, flat: &FlatRow, other: &Draft) -> Cells {
    let own = draft.title();
    if !other.title().contains("基本支出") || own.contains("基金") || own.contains("国有资本") {
        return Vec::new();
    }
    let halves = ["人员经费合计", "公用经费合计"].map(|name| {
        let row = other.rows.iter().find(|row| plain(&row.name) == name)?;
        figures(row).first().copied()
    });
    let whole = other.rows.iter().find(|row| matches!(plain(&row.name).as_str(), "合计" | "总计"));
    let whole = whole.and_then(|row| figures(row).first().copied());
    let [personnel, operating] = halves;
    let Some(sum) = whole.or_else(|| personnel.zip(operating).map(|(a, b)| a + b)) else { return Vec::new() };
    if !figures(flat).contains(&sum) {
        return Vec::new();
    }
    let is = |path: &Vec<String>| match path.as_slice() {
        [.., group, leaf] if leaf == "小计" || leaf == "合计" => group == "基本支出",
        [.., leaf] => leaf == "基本支出",
        [] => false,
    };
    column_words(draft, None).iter().position(is).map(|column| vec![(column, Some(sum))]).unwrap_or_default()
}

/// Parts of all expenditure, and of the three public expenses, by the names prose and columns share.
const PARTS: [&str; 12] = [
    "基本支出",
    "项目支出",
    "上缴上级支出",
    "经营支出",
    "对附属单位补助支出",
    "因公出国(境)费",
    "因公出国(境)费用",
    "公务接待费",
    "公务用车购置及运行费",
    "公务用车购置费",
    "公务用车运行费",
    "公务用车运行维护费",
];

/// What the prose says of the parts of a grand total: `基本支出904.48万元，项目支出213.56万元`; of a part that it
/// puts at nothing the column is empty.
pub(super) fn said_in_prose(draft: &Draft, flat: &FlatRow, prose: &str) -> Cells {
    let printed = figures(flat);
    let unit = draft.unit().unwrap_or(Unit::TenThousand).in_yuan();
    let mut cells = Vec::new();
    let names: Vec<String> = column_words(draft, None)
        .into_iter()
        .map(|mut path| {
            let leaf = path.pop().unwrap_or_default();
            match (path.pop(), leaf.as_str()) {
                (Some(group), "小计" | "合计") => group,
                // 公务用车购置及运行费 | 购置费
                (Some(group), "购置费" | "运行费") if group.starts_with("公务用车") => {
                    format!("公务用车{leaf}")
                }
                _ => leaf,
            }
        })
        .collect();
    for (column, name) in names.iter().enumerate() {
        // A name that stands over columns of two years says nothing of either.
        let once = names.iter().filter(|other| *other == name).count() == 1;
        if !once || !PARTS.contains(&name.as_str()) {
            continue;
        }
        let said: Vec<(Decimal, Decimal)> = stated(prose, name).collect();
        let meant = printed
            .iter()
            .copied()
            .filter(|figure| !figure.is_zero())
            .find(|figure| said.iter().any(|(value, tail)| (*value - *figure * unit).abs() <= *tail));
        if let Some(figure) = meant {
            cells.push((column, Some(figure)));
        } else if !said.is_empty()
            && said.iter().all(|(value, _)| value.is_zero())
            && printed.iter().all(|figure| !figure.is_zero())
        {
            cells.push((column, None));
        }
    }
    cells
}

/// The sums of money that stand right behind a name, in yuan, each with half a unit of its last digit.
fn stated<'a>(prose: &'a str, name: &'a str) -> impl Iterator<Item = (Decimal, Decimal)> + 'a {
    prose.match_indices(name).filter_map(|(at, name)| {
        let mut rest = prose.get(at + name.len()..)?;
        for word in ["支出", "预算", "决算", "数"] {
            rest = rest.strip_prefix(word).unwrap_or(rest);
        }
        let rest = rest.trim_start_matches(['为', '是', '：', ':', '共', '计', '合', '约', ' ']);
        let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))?;
        let value = crate::amount::parse(rest.get(..end)?)?;
        let behind = rest.get(end..)?.trim_start();
        let unit = [Unit::TenThousand, Unit::HundredMillion, Unit::Yuan]
            .into_iter()
            .find(|unit| behind.starts_with(unit.label()))?
            .in_yuan();
        Some((value.checked_mul(unit)?, crate::amount::half_unit(value).checked_mul(unit)?))
    })
}
