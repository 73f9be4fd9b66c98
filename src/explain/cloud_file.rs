//! Why a `clouds.yaml` or openrc file did not fill the form.

use super::Explanation;
use crate::cloud_files::{FileError, MAX_BYTES};

const CHOOSE: &str = "Choose a clouds.yaml or openrc file, such as your cloud's dashboard offers under API Access, or fill in the form yourself.";

/// Explains why a file gave no cloud.
pub fn explain(error: &FileError) -> Explanation {
    match error {
        FileError::TooBig { file, bytes } => Explanation::new(
            "This file is too big",
            format!(
                "“{file}” has {} kB, and a clouds.yaml or openrc file has less than {} kB.",
                bytes / 1000,
                MAX_BYTES / 1000
            ),
            CHOOSE,
        ),
        FileError::Unreadable { file } => Explanation::new(
            "The browser could not read this file",
            format!("“{file}” was moved or changed meanwhile, or you may not read it."),
            "Choose it again, or a copy of it.",
        ),
        FileError::NotYaml { file, line, what } => Explanation::new(
            "This file is not YAML",
            format!("“{file}”, line {line}: {what}."),
            "Mend that line, or fetch the file anew.",
        ),
        FileError::TooComplex { file, line } => Explanation::new(
            "This file is too entangled",
            format!("“{file}” is nested too deeply, or refers to itself too often (line {line})."),
            "Make a file that has the cloud alone, or fill in the form yourself.",
        ),
        FileError::NoClouds { file, missing } => Explanation::new(
            "This file names no cloud",
            format!("“{file}” has {missing}."),
            CHOOSE,
        ),
        FileError::WrongFile { file, what } => Explanation::new(
            "This is another kind of file",
            format!("“{file}” is {what}."),
            CHOOSE,
        ),
    }
}
