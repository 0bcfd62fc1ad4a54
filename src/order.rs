//! Putting things in order of a number, by one sort for things of all kinds.
//!
//! The standard sort is made anew for every type it is used on; those of layout and reading alone were a twentieth of
//! the program that a page must load. Here only the moving is made anew.

/// Puts things in ascending order of a rank; those of one rank stay in the order in which they stood.
pub fn by_rank<T>(items: &mut [T], rank: impl Fn(&T) -> u64) {
    let mut places = places(items.iter().map(rank).collect());
    for at in 0..items.len() {
        // Each swap brings the thing that stands here to its place.
        while let Some(place) = places.get(at).copied().filter(|place| *place != at && *place < items.len()) {
            items.swap(at, place);
            places.swap(at, place);
        }
    }
}

/// Where each of the ranks goes.
fn places(ranks: Vec<u64>) -> Vec<usize> {
    let mut order: Vec<(u64, usize)> = ranks.into_iter().zip(0..).collect();
    order.sort_unstable();
    let mut places = vec![0; order.len()];
    for (place, (_, from)) in order.into_iter().enumerate() {
        if let Some(slot) = places.get_mut(from) {
            *slot = place;
        }
    }
    places
}

/// The rank of a number: as `f32::total_cmp` orders them.
#[must_use]
pub fn number(number: f32) -> u64 {
    let bits = number.to_bits();
    u64::from(if number.is_sign_negative() { !bits } else { bits | 1 << 31 })
}

/// The rank of two numbers, the first going before the second.
#[must_use]
pub fn numbers(first: f32, second: f32) -> u64 {
    number(first) << 32 | number(second)
}

/// The rank of a place, the row going before the column. Beyond four thousand million all are one.
#[must_use]
pub fn place(row: impl TryInto<u32>, column: impl TryInto<u32>) -> u64 {
    u64::from(row.try_into().unwrap_or(u32::MAX)) << 32 | u64::from(column.try_into().unwrap_or(u32::MAX))
}

/// The rank of a count.
#[must_use]
pub fn count(count: usize) -> u64 {
    place(0_u32, count)
}

#[cfg(test)]
mod tests {
    use super::{by_rank, number, numbers, place};

    #[test]
    fn order_is_that_of_the_standard_sort() {
        // Digits of a fraction: enough disorder, the same every time, and many equals.
        let mut seed = 7_u32;
        for length in 0..60_u8 {
            let mut items: Vec<(f32, u8)> = (0..length)
                .map(|at| {
                    seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345);
                    let step = i8::try_from(seed >> 16 & 31).unwrap_or_default() - 15;
                    (f32::from(step) / 4.0, at)
                })
                .collect();
            let mut sorted = items.clone();
            sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
            by_rank(&mut items, |item| number(item.0));
            assert_eq!(items, sorted);
        }
    }

    #[test]
    fn odd_numbers_are_ordered_as_total_cmp_does() {
        let odd = [f32::NAN, -f32::NAN, 0.0, -0.0, f32::INFINITY, f32::NEG_INFINITY, 1e-40, -1e-40];
        for a in odd {
            for b in odd {
                assert_eq!(number(a).cmp(&number(b)), a.total_cmp(&b), "{a} {b}");
            }
        }
    }

    #[test]
    fn the_first_of_two_goes_before_the_second() {
        assert!(numbers(-1.0, 9.0) < numbers(1.0, -9.0));
        assert!(place(1_u32, 9_u32) < place(2_u32, 0_u32) && place(2_u32, 0_u32) < place(2_u32, 1_u32));
    }
}
