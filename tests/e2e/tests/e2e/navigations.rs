//! The vault's frame cannot take itself or the page around it anywhere: each way is tried.

use super::exits::{barrier, create_page, plain_site, seen};
use keyhaven_e2e::{Engine, World};

/// Ways out that navigate: each ends the page or frame that tries it. `url` is where to.
const NAVIGATIONS: [(&str, &str); 12] = [
    ("assign", "location.assign(url)"),
    ("replace", "location.replace(url)"),
    (
        "form",
        "const f = document.createElement('form'); f.action = url; document.body.append(f); f.submit()",
    ),
    (
        "form-post",
        "const f = document.createElement('form'); f.action = url; f.method = 'post'; document.body.append(f); f.requestSubmit()",
    ),
    (
        "link",
        "const a = document.createElement('a'); a.href = url; document.body.append(a); a.click()",
    ),
    (
        "download",
        "const a = document.createElement('a'); a.href = url; a.download = 'x'; document.body.append(a); a.click()",
    ),
    (
        "refresh",
        "const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0; url=' + url; document.head.append(m)",
    ),
    (
        "blank",
        "const a = document.createElement('a'); a.href = url; a.target = '_blank'; document.body.append(a); a.click()",
    ),
    (
        "ping",
        "const a = document.createElement('a'); a.ping = url; a.href = '#'; document.body.append(a); a.click()",
    ),
    ("open", "window.open(url)"),
    ("top", "top.location = url"),
    ("parent", "parent.location.href = url"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_frame_cannot_navigate_anything_anywhere() {
    let world = World::start().await;
    let window = world.browser.driver().window().await.unwrap();
    for (name, script) in NAVIGATIONS {
        create_page(&world).await;
        world.browser.run(LISTEN, vec![]).await;
        world.browser.enter_vault().await;
        begin(&world, script, &format!("/frame/{name}")).await;
        world.browser.leave_vault().await;
        ended(&world, name).await;
        assert_eq!(
            world.browser.driver().windows().await.unwrap(),
            std::slice::from_ref(&window),
            "{name} opened a window"
        );
        assert_eq!(
            world.browser.path().await,
            "/key-pairs/new",
            "{name} moved the page"
        );
        barrier(&world, name).await;
        assert_eq!(seen(&world, "frame"), Vec::<String>::new(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_navigations_work_in_an_ordinary_page() {
    let (world, _site) = plain_site().await;
    let window = world.browser.driver().window().await.unwrap();
    for (name, script) in NAVIGATIONS {
        if absent(world.browser.engine()).contains(&name) {
            continue;
        }
        world.open("/").await;
        begin(&world, script, &format!("/plain/{name}")).await;
        world
            .browser
            .until(&format!("the navigation {name}"), async || {
                seen(&world, "plain")
                    .contains(&name.to_owned())
                    .then_some(())
            })
            .await;
        for other in world.browser.driver().windows().await.unwrap() {
            if other != window {
                world
                    .browser
                    .driver()
                    .switch_to_window(other)
                    .await
                    .unwrap();
                world.browser.driver().close_window().await.unwrap();
            }
        }
        world
            .browser
            .driver()
            .switch_to_window(window.clone())
            .await
            .unwrap();
    }
}

/// What this browser does in no page: Firefox sends no pings, WebKit opens no window without a person's click.
fn absent(engine: Engine) -> &'static [&'static str] {
    match engine {
        Engine::Chromium => &[],
        Engine::Firefox => &["ping"],
        Engine::WebKit => &["blank", "open"],
    }
}

/// Begins a navigation to `path` in the current page or frame, once the driver's command is over: what it throws is
/// part of being refused.
async fn begin(world: &World, script: &str, path: &str) {
    // Where the frame went away under a command, the driver runs it once more in the page around it.
    let text = format!(
        "const [url, framed] = arguments;
         if ((self !== top) !== framed) return;
         setTimeout(() => {{
             parent.postMessage('begun', '*');
             setTimeout(() => parent.postMessage('standing', '*'), 200);
             try {{ {script} }} catch {{}}
         }});"
    );
    let framed = path.starts_with("/frame/");
    world
        .browser
        .run(&text, vec![world.url(path).into(), framed.into()])
        .await;
}

/// Notes in the page what the frame says and when it was loaded anew.
const LISTEN: &str = "
window.heard = [];
addEventListener('message', ({ data }) => {
    window.heard.push(data);
    // WebKit loads nothing in place of a frame that tried to leave and may not, and tells nobody.
    if (data === 'begun') setTimeout(() => window.heard.push('left'), 1000);
});
document.querySelector('iframe.vault-frame').addEventListener('load', () => window.heard.push('navigated'));
";

/// Waits until the navigation was begun in the frame, and either came to its end or left the frame as it was.
async fn ended(world: &World, name: &str) {
    world
        .browser
        .until(&format!("{name} to be tried"), async || {
            let heard = world
                .browser
                .run("return window.heard ?? ['the page is gone']", vec![])
                .await;
            let heard = heard.as_array()?;
            // WebKit may tell late of the frame's first load.
            let begun = heard.iter().position(|what| what == "begun");
            let ended = begun.is_some_and(|begun| heard.len() > begun + 1);
            (ended || heard.first()? == "the page is gone").then_some(())
        })
        .await;
}
