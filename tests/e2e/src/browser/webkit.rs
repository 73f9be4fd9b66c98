//! How WebKitGTK's MiniBrowser is started, and what WebDriver has no command for.

use crate::driver::Driver;
use crate::screen::Screen;
use std::path::Path;
use std::process::Command;
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

/// Its window is never narrower than that.
pub const NARROWEST: u32 = 447;

/// All that it keeps goes below the folder; what it downloads as well, by the user's directories of the XDG.
pub fn driver(folder: &Path, downloads: &Path, screen: &Screen) -> Driver {
    let config = folder.join("config");
    std::fs::create_dir(&config).unwrap();
    let directories = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads.display());
    std::fs::write(config.join("user-dirs.dirs"), directories).unwrap();
    let mut command = Command::new("WebKitWebDriver");
    command
        .arg("--port=0")
        .env("DISPLAY", screen.name())
        .env("GDK_BACKEND", "x11")
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", &config)
        .env("XDG_DATA_HOME", folder.join("data"))
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .env("NO_AT_BRIDGE", "1")
        // Its sandbox cannot be had as root, nor in most containers; and what it shows here is our own site.
        .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        // Without a graphics card this is faster than pretending that there is one.
        .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");
    Driver::that_is_silent(&mut command)
}

pub fn capabilities() -> WebDriverResult<Capabilities> {
    let mut capabilities = Capabilities::new();
    capabilities.set("browserName", "MiniBrowser")?;
    Ok(capabilities)
}

/// Makes the window so large that the page in it has this size.
pub async fn set_size(driver: &WebDriver, width: u32, height: u32) {
    let size = driver
        .execute("return [innerWidth, innerHeight]", vec![])
        .await;
    let (inner, outer) = (size.unwrap(), driver.get_window_rect().await.unwrap());
    let [inner_width, inner_height]: [i64; 2] = inner.convert().unwrap();
    let around = (outer.width - inner_width, outer.height - inner_height);
    let (width, height) = (i64::from(width) + around.0, i64::from(height) + around.1);
    let (width, height) = (
        u32::try_from(width).unwrap(),
        u32::try_from(height).unwrap(),
    );
    driver.set_window_rect(0, 0, width, height).await.unwrap();
}
