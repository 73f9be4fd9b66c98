//! How long ago something was.

use crate::browser::time;

const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

/// How long ago `text`, a time as OpenStack writes it, was, such as `3 hours ago`; the text itself when it is no time.
pub fn ago(text: &str) -> String {
    match time::parse(text) {
        Some(then) => words((time::now() - then) / 1000.0),
        None => text.to_owned(),
    }
}

/// A length of time, such as `1 min 5 s`.
pub fn duration(seconds: f64) -> String {
    let seconds = seconds.max(0.0);
    match seconds {
        _ if seconds < MINUTE => format!("{} s", seconds as u32),
        _ => format!(
            "{} min {} s",
            (seconds / MINUTE) as u32,
            (seconds % MINUTE) as u32
        ),
    }
}

fn words(seconds: f64) -> String {
    let (count, unit) = match seconds {
        // A clock that is off makes it lie in the future.
        _ if seconds < MINUTE => return "just now".to_owned(),
        _ if seconds < HOUR => (seconds / MINUTE, "minute"),
        _ if seconds < DAY => (seconds / HOUR, "hour"),
        _ if seconds < 60.0 * DAY => (seconds / DAY, "day"),
        _ => (seconds / (30.44 * DAY), "month"),
    };
    match count as u32 {
        1 => format!("1 {unit} ago"),
        count => format!("{count} {unit}s ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_told_as_people_do() {
        assert_eq!(words(-20.0), "just now");
        assert_eq!(words(59.0), "just now");
        assert_eq!(words(60.0), "1 minute ago");
        assert_eq!(words(7200.0), "2 hours ago");
        assert_eq!(words(86_400.0 * 45.0), "45 days ago");
        assert_eq!(words(86_400.0 * 100.0), "3 months ago");
        assert_eq!(duration(9.9), "9 s");
        assert_eq!(duration(65.0), "1 min 5 s");
    }
}
