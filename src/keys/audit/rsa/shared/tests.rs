use super::*;

fn number(number: u64) -> UBig {
    UBig::from(number)
}

fn common(moduli: &[u64], known: u64) -> Vec<(u64, u64)> {
    let mut search = Shared::new(moduli.iter().copied().map(number).collect(), number(known));
    while search.step() {}
    assert_eq!(search.done(), Shared::work_for(moduli.len(), known > 1));
    let results = search.results();
    assert!(results.iter().zip(moduli).all(|(a, b)| a.0 == number(*b)));
    results
        .into_iter()
        .map(|(_, c)| {
            (
                c.shared.try_into().unwrap_or(0),
                c.known.try_into().unwrap_or(0),
            )
        })
        .collect()
}

#[test]
fn what_is_shared_is_found_in_lists_of_any_length() {
    let primes = [
        101u64, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179,
    ];
    for length in 0..=8 {
        let sound: Vec<u64> = (0..length)
            .map(|i| primes[2 * i] * primes[2 * i + 1])
            .collect();
        assert!(common(&sound, 1).iter().all(|&c| c == (1, 1)), "{length}");
        for (one, other) in (0..length).flat_map(|i| (0..i).map(move |j| (i, j))) {
            let mut moduli = sound.clone();
            moduli[one] = primes[2 * one] * primes[2 * other + 1];
            for (index, (shared, _)) in common(&moduli, 1).into_iter().enumerate() {
                let is = [one, other].contains(&index);
                assert_eq!(shared, if is { primes[2 * other + 1] } else { 1 });
            }
        }
    }
}

#[test]
fn both_primes_shared_and_known_primes() {
    assert_eq!(
        common(
            &[101 * 103, 103 * 107, 107 * 101, 109 * 113],
            109 * 127 * 131
        ),
        [(101 * 103, 1), (103 * 107, 1), (107 * 101, 1), (1, 109)]
    );
    assert_eq!(common(&[101 * 103], 101 * 103 * 107), [(1, 101 * 103)]);
}
