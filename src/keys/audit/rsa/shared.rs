//! Primes that moduli share, found for a whole list at once.
//!
//! A tree of products is built over the moduli, and beside each product P the sum Z of P/n over the moduli n below it.
//! At the root, Z modulo n is the product of all other moduli modulo n: what it has in common with n is shared. The
//! remainders come from going down the tree again, dividing by each product on the way (after Bernstein, "How to find
//! smooth parts of integers", 2004). The time grows little faster than the list; pairs would take its square.
//!
//! The root itself is never multiplied out: of its Z, the two halves L and R of the tree need only Z(L) · R modulo L and
//! Z(R) · L modulo R.

use dashu_int::{UBig, ops::Gcd};

/// The search, in small steps.
pub(in crate::keys::audit) struct Shared {
    /// Products, the moduli first. The last level grows while the tree does.
    levels: Vec<Vec<UBig>>,
    /// The sums of the last full level.
    sums: Vec<UBig>,
    /// The sums of the level that grows.
    growing_sums: Vec<UBig>,
    /// The product of all primes that no modulus must have.
    known: UBig,
    phase: Phase,
    done: usize,
}

enum Phase {
    Up,
    Down(Descent),
    Known { shared: Vec<UBig>, descent: Descent },
    Done { shared: Vec<UBig>, known: Vec<UBig> },
}

/// One number's remainders, on their way down.
struct Descent {
    /// The number when it is not the root's sum.
    number: Option<UBig>,
    level: usize,
    above: Vec<UBig>,
    here: Vec<UBig>,
}

/// What a modulus has in common with others: 1 when nothing.
pub(in crate::keys::audit) struct Common {
    /// With the other moduli.
    pub(in crate::keys::audit) shared: UBig,
    /// With the known primes.
    pub(in crate::keys::audit) known: UBig,
}

impl Shared {
    /// Over `moduli`, each above one and there once, and the product of known primes (1 when there are none).
    pub(in crate::keys::audit) fn new(moduli: Vec<UBig>, known: UBig) -> Self {
        Self {
            sums: vec![UBig::ONE; moduli.len()],
            growing_sums: Vec::new(),
            levels: vec![moduli],
            known,
            phase: Phase::Up,
            done: 0,
        }
    }

    /// How many steps of [`Shared::work_for`] are done, weighed by the size of their numbers.
    pub(in crate::keys::audit) fn done(&self) -> usize {
        self.done
    }

    /// All the work for so many moduli.
    pub(in crate::keys::audit) fn work_for(moduli: usize, with_known: bool) -> usize {
        let levels = moduli.next_power_of_two().ilog2().max(1) as usize;
        moduli * (levels - 1 + levels * (1 + usize::from(with_known)))
    }

    /// Does one multiplication or division. False when nothing is left to do.
    pub(in crate::keys::audit) fn step(&mut self) -> bool {
        let phase = std::mem::replace(&mut self.phase, Phase::Up);
        self.phase = match phase {
            Phase::Up if self.levels[0].is_empty() => Phase::Done {
                shared: Vec::new(),
                known: Vec::new(),
            },
            Phase::Up => self.grow(),
            Phase::Down(mut descent) => match self.descend(&mut descent) {
                None => Phase::Down(descent),
                Some(shared) if self.known == UBig::ONE => Phase::Done {
                    known: vec![UBig::ONE; shared.len()],
                    shared,
                },
                Some(shared) => {
                    let known = std::mem::take(&mut self.known);
                    let descent = self.descent(Some(known));
                    Phase::Known { shared, descent }
                }
            },
            Phase::Known {
                shared,
                mut descent,
            } => match self.descend(&mut descent) {
                None => Phase::Known { shared, descent },
                Some(known) => Phase::Done { shared, known },
            },
            done @ Phase::Done { .. } => done,
        };
        !matches!(self.phase, Phase::Done { .. })
    }

    /// The moduli, and what each has in common with the others. Nothing before the last step.
    pub(in crate::keys::audit) fn results(self) -> Vec<(UBig, Common)> {
        let Phase::Done { shared, known } = self.phase else {
            return Vec::new();
        };
        let moduli = self.levels.into_iter().next().unwrap_or_default();
        let remainders = shared.into_iter().zip(known);
        moduli
            .into_iter()
            .zip(remainders)
            .map(|(modulus, (shared, known))| {
                // gcd(n, 0) = n: every prime of n is in the product.
                let common = Common {
                    shared: (&modulus).gcd(shared),
                    known: (&modulus).gcd(known),
                };
                (modulus, common)
            })
            .collect()
    }

    /// Adds one product, and its sum, to the level that grows.
    fn grow(&mut self) -> Phase {
        let full = self.levels.len() - 1 - usize::from(!self.growing_sums.is_empty());
        let below = &self.levels[full];
        if below.len() <= 2 {
            return Phase::Down(self.descent(None));
        }
        let at = 2 * self.growing_sums.len();
        let (product, sum) = match (below.get(at), below.get(at + 1)) {
            (Some(left), Some(right)) => (
                left * right,
                &self.sums[at] * right + &self.sums[at + 1] * left,
            ),
            // The odd one out goes up as it is.
            (Some(last), None) => (last.clone(), std::mem::take(&mut self.sums[at])),
            _ => return Phase::Up,
        };
        let parents = below.len().div_ceil(2);
        if self.growing_sums.is_empty() {
            self.levels.push(Vec::with_capacity(parents));
        }
        self.done += self.weight(full + 1, at / 2);
        self.levels[full + 1].push(product);
        self.growing_sums.push(sum);
        if self.growing_sums.len() == parents {
            self.sums = std::mem::take(&mut self.growing_sums);
        }
        Phase::Up
    }

    fn descent(&self, number: Option<UBig>) -> Descent {
        Descent {
            number,
            level: self.levels.len() - 1,
            above: Vec::new(),
            here: Vec::new(),
        }
    }

    /// Divides once. Gives the remainders by the moduli when they are all there.
    fn descend(&mut self, descent: &mut Descent) -> Option<Vec<UBig>> {
        let at = descent.here.len();
        let level = &self.levels[descent.level];
        let product = &level[at];
        let remainder = match (descent.above.get(at / 2), &descent.number) {
            (Some(above), _) => above % product,
            (None, Some(number)) => number % product,
            (None, None) => match level.get(1 - at) {
                Some(other) => &self.sums[at] * (other % product) % product,
                None => &self.sums[at] % product,
            },
        };
        descent.here.push(remainder);
        self.done += self.weight(descent.level, at);
        if descent.here.len() < self.levels[descent.level].len() {
            return None;
        }
        let here = std::mem::take(&mut descent.here);
        if descent.level == 0 {
            return Some(here);
        }
        descent.above = here;
        descent.level -= 1;
        None
    }

    /// How many moduli are below a node.
    fn weight(&self, level: usize, index: usize) -> usize {
        let whole = 1usize << level;
        self.levels[0]
            .len()
            .saturating_sub(index * whole)
            .min(whole)
    }
}

#[cfg(test)]
mod tests;
