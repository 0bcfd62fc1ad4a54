//! The books of an invented department, from which every table is a pivot: what the entries add up to, all tables
//! add up to.

use std::collections::BTreeMap;

use super::names::{FIELDS, Field, PLACES};
use super::random::Random;

/// Where money comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// 一般公共预算.
    General,
    /// 政府性基金预算.
    Fund,
    /// 国有资本经营预算.
    Capital,
    /// 财政专户管理资金.
    Special,
    /// 事业收入.
    Business,
    /// 经营收入.
    Operating,
    /// 上级补助收入.
    Superior,
    /// 附属单位上缴收入.
    Affiliated,
    /// 其他收入.
    Other,
}

impl Source {
    /// Whether it is a fiscal appropriation (财政拨款).
    #[must_use]
    pub fn fiscal(self) -> bool {
        matches!(self, Self::General | Self::Fund | Self::Capital)
    }

    /// Whether it is the unit's own (单位资金).
    #[must_use]
    pub fn own(self) -> bool {
        !self.fiscal() && self != Self::Special
    }
}

/// What money is spent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// 基本支出.
    Basic,
    /// 项目支出, by index of the project.
    Project(usize),
    /// 上缴上级支出.
    Upward,
    /// 经营支出.
    Operating,
    /// 对附属单位补助支出.
    Subsidy,
}

/// One amount spent.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Index of the unit.
    pub unit: usize,
    /// Functional item.
    pub item: &'static str,
    /// Departmental economic item.
    pub object: &'static str,
    /// Paid from.
    pub source: Source,
    /// From money brought forward.
    pub carried: bool,
    /// Spent as.
    pub purpose: Purpose,
    /// In 分.
    pub amount: i64,
}

impl Entry {
    /// 人员经费, as against 公用经费.
    #[must_use]
    pub fn personnel(&self) -> bool {
        self.object.starts_with("301") || self.object.starts_with("303")
    }

    /// 基本支出.
    #[must_use]
    pub fn basic(&self) -> bool {
        self.purpose == Purpose::Basic
    }

    /// 项目支出.
    #[must_use]
    pub fn project(&self) -> bool {
        matches!(self.purpose, Purpose::Project(_))
    }
}

/// One amount received (final accounts only).
#[derive(Debug, Clone)]
pub struct Income {
    /// Functional item.
    pub item: &'static str,
    /// From.
    pub source: Source,
    /// In 分.
    pub amount: i64,
}

/// A unit of the department.
#[derive(Debug, Clone)]
pub struct Office {
    /// Name.
    pub name: String,
    /// 事业单位, as against 行政单位.
    pub institution: bool,
}

/// A project.
#[derive(Debug, Clone)]
pub struct Project {
    /// Name.
    pub name: String,
    /// Index of the unit.
    pub unit: usize,
}

/// The three public expenses (“三公”经费), in 分.
#[derive(Debug, Clone, Copy, Default)]
pub struct Three {
    /// 因公出国（境）费.
    pub travel: i64,
    /// 公务用车购置费.
    pub purchase: i64,
    /// 公务用车运行维护费.
    pub running: i64,
    /// 公务接待费.
    pub reception: i64,
}

impl Three {
    /// 公务用车购置及运行费.
    #[must_use]
    pub fn vehicles(self) -> i64 {
        self.purchase + self.running
    }

    /// 合计.
    #[must_use]
    pub fn total(self) -> i64 {
        self.vehicles() + self.travel + self.reception
    }
}

/// What the books are to be like.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Final accounts, as against a budget.
    pub accounts: bool,
    /// Every amount is a multiple of it, in 分.
    pub step: i64,
    /// 1 small to 4 large.
    pub size: usize,
}

/// The books.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// The department.
    pub organization: String,
    /// Its units.
    pub units: Vec<Office>,
    /// Its projects.
    pub projects: Vec<Project>,
    /// Spending.
    pub entries: Vec<Entry>,
    /// Income of the year (final accounts only).
    pub incomes: Vec<Income>,
    /// Brought forward, by source (final accounts only).
    pub opening: BTreeMap<Source, i64>,
    /// Carried forward, by source (final accounts only).
    pub closing: BTreeMap<Source, i64>,
    /// Three public expenses: what was compared with (last year's or the budget), and this document's.
    pub three: [Three; 2],
    /// Last year's total.
    pub before: i64,
    /// Fiscal year.
    pub year: u16,
}

impl Ledger {
    /// Invents books.
    #[must_use]
    pub fn invent(random: &mut Random, scale: Scale, year: u16) -> Self {
        let field = random.pick(&FIELDS);
        let organization = format!("{}{}", random.pick(&PLACES), field.office);
        let mut units = vec![Office { name: format!("{organization}本级"), institution: false }];
        let below = if scale.size > 1 { random.below(field.units.len() + 1) } else { 0 };
        for unit in random.some(field.units, below) {
            let place = organization.trim_end_matches(field.office);
            units.push(Office { name: format!("{place}{unit}"), institution: true });
        }
        if units.len() == 1 {
            units[0].name.clone_from(&organization);
        }
        let mut ledger = Self {
            organization,
            units,
            projects: Vec::new(),
            entries: Vec::new(),
            incomes: Vec::new(),
            opening: BTreeMap::new(),
            closing: BTreeMap::new(),
            three: [Three::default(); 2],
            before: 0,
            year,
        };
        for unit in 0..ledger.units.len() {
            ledger.run(random, scale, field, unit);
        }
        ledger.undertake(random, scale, field);
        if random.chance(30) {
            ledger.earn(random, scale, field);
        }
        ledger.entries.sort_by_key(|e| (e.item, e.object));
        ledger.travel(random, scale);
        if scale.accounts {
            ledger.close(random, scale);
        }
        let total = ledger.sum(|_| true);
        ledger.before = round(total / 100 * random.between(80, 120), scale.step);
        ledger
    }

    /// The sum of the entries chosen.
    pub fn sum(&self, chosen: impl Fn(&Entry) -> bool) -> i64 {
        self.entries.iter().filter(|e| chosen(e)).map(|e| e.amount).sum()
    }

    /// The sum of the incomes chosen.
    pub fn income(&self, chosen: impl Fn(&Income) -> bool) -> i64 {
        self.incomes.iter().filter(|e| chosen(e)).map(|e| e.amount).sum()
    }

    /// Running costs of a unit: basic expenditure.
    fn run(&mut self, random: &mut Random, scale: Scale, field: &Field, unit: usize) {
        let institution = self.units[unit].institution;
        let running = field.running[usize::from(institution)];
        let size = i64::try_from(scale.size).unwrap_or(1);
        let mut add = |item: &'static str, object: &'static str, amount: i64| {
            if amount > 0 {
                self.entries.push(Entry {
                    unit,
                    item,
                    object,
                    source: Source::General,
                    carried: false,
                    purpose: Purpose::Basic,
                    amount,
                });
            }
        };
        let mut wan = |low: i64, high: i64| wan(random, low * size, high * size, scale.step);
        let wages: &[&str] = if institution {
            &["30101", "30102", "30107", "30112", "30199"]
        } else {
            &["30101", "30102", "30103", "30112"]
        };
        for object in wages {
            add(running, object, wan(20, 300));
        }
        add("2080505", "30108", wan(10, 90));
        add("2080506", "30109", wan(5, 45));
        add(if institution { "2101102" } else { "2101101" }, "30110", wan(5, 50));
        if !institution {
            add("2101101", "30111", wan(2, 20));
        }
        add("2210201", "30113", wan(10, 90));
        add(if institution { "2080502" } else { "2080501" }, "30302", wan(1, 60));
        for object in ["30201", "30205", "30206", "30207", "30211", "30228", "30229", "30299"] {
            add(running, object, wan(0, 30));
        }
        let extra = [
            "30202", "30204", "30208", "30209", "30213", "30214", "30215", "30216", "30226", "30239", "31002",
        ];
        for object in random.some(&extra, 4) {
            let amount = self::wan(random, 0, 20 * size, scale.step);
            add(running, object, amount);
        }
        if random.chance(40) {
            let amount = self::wan(random, 1, 40 * size, scale.step);
            add("2210203", "30102", amount);
        }
        if random.chance(25) {
            let amount = self::wan(random, 1, 20 * size, scale.step);
            add(if institution { "2080502" } else { "2080501" }, "30301", amount);
        }
        for (object, chance) in [("30217", 60), ("30231", 60), ("30212", 15)] {
            if random.chance(chance) {
                let amount = self::wan(random, 0, 12, scale.step);
                add(running, object, amount);
            }
        }
    }

    /// Projects.
    fn undertake(&mut self, random: &mut Random, scale: Scale, field: &Field) {
        const OBJECTS: [&str; 13] = [
            "30201", "30202", "30211", "30213", "30214", "30216", "30226", "30227", "30299", "31002",
            "31003", "31007", "30305",
        ];
        let count = random.between(1, 2 + 3 * i64::try_from(scale.size).unwrap_or(1));
        let (fund, capital) = (random.chance(35), random.chance(12));
        for number in 0..usize::try_from(count).unwrap_or(1) {
            let unit = random.below(self.units.len());
            let mut name = (*random.pick(field.projects)).to_owned();
            if self.projects.iter().any(|p| p.name == name) {
                name = format!("{name}（{}）", super::names::chinese(number));
            }
            let (item, source) = if number == 0 && fund {
                (*random.pick(&["2120803", "2120899"]), Source::Fund)
            } else if number == 1 && capital {
                ("2230105", Source::Capital)
            } else {
                (*random.pick(field.items), Source::General)
            };
            let index = self.projects.len();
            self.projects.push(Project { name, unit });
            let wanted = 1 + random.below(2);
            let objects = random.some(&OBJECTS, wanted);
            for object in objects {
                let carried = !scale.accounts && random.chance(25);
                let amount = wan(random, 1, 400 * i64::try_from(scale.size).unwrap_or(1), scale.step);
                self.entries.push(Entry {
                    unit,
                    item,
                    object,
                    source,
                    carried,
                    purpose: Purpose::Project(index),
                    amount,
                });
            }
        }
    }

    /// Money that is no appropriation, spent by the last unit.
    fn earn(&mut self, random: &mut Random, scale: Scale, field: &Field) {
        let unit = self.units.len() - 1;
        let item = field.running[usize::from(self.units[unit].institution)];
        let mut add = |source, purpose, object, amount| {
            self.entries.push(Entry { unit, item, object, source, carried: false, purpose, amount });
        };
        let sources: &[Source] = if scale.accounts {
            &[Source::Business, Source::Superior, Source::Other]
        } else {
            &[Source::Special, Source::Business, Source::Superior, Source::Affiliated, Source::Other]
        };
        let wanted = 1 + random.below(2);
        for source in random.some(sources, wanted) {
            let amount = wan(random, 1, 150, scale.step);
            add(*source, Purpose::Basic, "30299", amount);
        }
        if scale.accounts && random.chance(30) {
            let amount = wan(random, 1, 50, scale.step);
            add(Source::Operating, Purpose::Operating, "30299", amount);
        }
    }

    /// The three public expenses agree with the entries that pay them.
    fn travel(&mut self, random: &mut Random, scale: Scale) {
        let paid = |object: &str| self.sum(|e| e.object == object && e.source.fiscal());
        let now = Three {
            travel: paid("30212"),
            purchase: paid("31013"),
            running: paid("30231"),
            reception: paid("30217"),
        };
        let mut other = |amount: i64| {
            let percent = if scale.accounts { random.between(100, 140) } else { random.between(70, 130) };
            round(amount / 100 * percent, scale.step).max(if scale.accounts { amount } else { 0 })
        };
        let before = Three {
            travel: other(now.travel),
            purchase: other(now.purchase),
            running: other(now.running),
            reception: other(now.reception),
        };
        self.three = [before, now];
    }

    /// Income and carry-over of final accounts: each source's income and opening equal its spending and closing.
    fn close(&mut self, random: &mut Random, scale: Scale) {
        let mut spent: BTreeMap<(Source, &'static str), i64> = BTreeMap::new();
        for entry in &self.entries {
            *spent.entry((entry.source, entry.item)).or_default() += entry.amount;
        }
        let mut largest: BTreeMap<Source, (&'static str, i64)> = BTreeMap::new();
        for ((source, item), amount) in &spent {
            let best = largest.entry(*source).or_insert((item, *amount));
            if *amount > best.1 {
                *best = (item, *amount);
            }
        }
        for ((source, item), amount) in spent {
            let mut received = amount;
            if largest.get(&source).is_some_and(|(best, _)| *best == item) {
                let share = |random: &mut Random| {
                    if random.chance(40) {
                        round(amount / 100 * random.between(1, 30), scale.step)
                    } else {
                        0
                    }
                };
                let (opening, closing) = (share(random), share(random));
                received = amount + closing - opening;
                self.opening.insert(source, opening);
                self.closing.insert(source, closing);
            }
            self.incomes.push(Income { item, source, amount: received });
        }
    }
}

/// An amount between two numbers of 万元, as a multiple of the step.
fn wan(random: &mut Random, low: i64, high: i64, step: i64) -> i64 {
    round(random.between(low * 1_000_000, high * 1_000_000), step)
}

fn round(amount: i64, step: i64) -> i64 {
    amount / step.max(1) * step.max(1)
}

impl Ledger {
    /// The entries chosen, each with the code of its row.
    pub fn by(&self, by: super::pivot::By, chosen: impl Fn(&Entry) -> bool) -> Vec<(&'static str, &Entry)> {
        use super::pivot::By;
        self.entries
            .iter()
            .filter(|e| chosen(e))
            .map(|e| {
                let institution = self.units.get(e.unit).is_some_and(|u| u.institution);
                let code = match by {
                    By::Function => e.item,
                    By::Object => e.object,
                    By::Government => super::pivot::government(e, institution),
                };
                (code, e)
            })
            .collect()
    }

    /// The incomes as entries, so that they can be pivoted alike.
    #[must_use]
    pub fn received(&self) -> Vec<Entry> {
        self.incomes
            .iter()
            .map(|i| Entry {
                unit: 0,
                item: i.item,
                object: "",
                source: i.source,
                carried: false,
                purpose: Purpose::Basic,
                amount: i.amount,
            })
            .collect()
    }
}
