//! What a create request asks for.

use serde_json::{Map, Value};

use crate::compute::fault::Fault;
use crate::compute::microversion::Microversion;
use crate::compute::{python, schema};
use crate::network::guests::{Interface, Wanted as Networks};

/// The most bytes of base64 that Nova takes as user data.
const MOST_USER_DATA: usize = 65_535;

/// A create request that has the right shape.
pub(super) struct Wanted {
    pub(super) name: String,
    pub(super) image: String,
    pub(super) from_volume: bool,
    pub(super) flavor: String,
    pub(super) key_name: Option<String>,
    pub(super) networks: Networks,
    pub(super) security_groups: Vec<String>,
    pub(super) user_data: Option<String>,
    pub(super) zone: Option<String>,
    pub(super) description: Option<String>,
    pub(super) metadata: Map<String, Value>,
    pub(super) count: u64,
}

fn invalid(field: &str, value: &Value, message: &str) -> Fault {
    Fault::bad_request(format!(
        "Invalid input for field/attribute {field}. Value: {}. {message}",
        python::str(value)
    ))
}

/// What has several allowed shapes and none of them.
fn of_no_schema(field: &str, value: &Value) -> Fault {
    let says = format!(
        "{} is not valid under any of the given schemas",
        python::repr(value)
    );
    invalid(field, value, &says)
}

fn is_uuid(text: &str) -> bool {
    uuid::Uuid::parse_str(text).is_ok()
}

/// What a version knows of a server that is to be made. Source: Nova's `schemas/servers.py`, `create` to `create_v294`.
fn known(version: Microversion) -> Vec<&'static str> {
    let since = [
        (19, "description"),
        (52, "tags"),
        (63, "trusted_image_certificates"),
        (74, "host"),
        (74, "hypervisor_hostname"),
        (90, "hostname"),
    ];
    let since = since.into_iter();
    let added = since.filter(|(first, _)| version >= Microversion(*first));
    let until = [(57, "personality")].into_iter();
    let left = until.filter(|(first_without, _)| version < Microversion(*first_without));
    let always = [
        "name",
        "imageRef",
        "flavorRef",
        "adminPass",
        "metadata",
        "networks",
        "OS-DCF:diskConfig",
        "accessIPv4",
        "accessIPv6",
        "availability_zone",
        "block_device_mapping",
        "block_device_mapping_v2",
        "config_drive",
        "key_name",
        "max_count",
        "min_count",
        "os:scheduler_hints",
        "return_reservation_id",
        "security_groups",
        "user_data",
    ];
    let always = always.into_iter();
    always
        .chain(added.chain(left).map(|(_, name)| name))
        .collect()
}

fn text(server: &Map<String, Value>, field: &str) -> Result<Option<String>, Fault> {
    match server.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(invalid(
            field,
            other,
            &format!("{} is not of type 'string'", python::repr(other)),
        )),
    }
}

/// Reads the body of `POST /servers`.
pub(super) fn read(body: &[u8], version: Microversion) -> Result<Wanted, Fault> {
    let json: Value =
        serde_json::from_slice(body).map_err(|_| Fault::bad_request("Malformed request body"))?;
    let Some(Value::Object(server)) = json.get("server") else {
        return Err(Fault::bad_request("'server' is a required property"));
    };
    let whole = Value::Object(server.clone());
    if let Some(says) = schema::unexpected(server, &known(version)) {
        return Err(invalid("server", &whole, &says));
    }
    let required = |field: &str| {
        invalid(
            "server",
            &whole,
            &format!("'{field}' is a required property"),
        )
    };
    let name = text(server, "name")?.ok_or_else(|| required("name"))?;
    if name.is_empty() || name.chars().count() > 255 {
        let says = if name.is_empty() {
            "should be non-empty"
        } else {
            "is too long"
        };
        return Err(invalid(
            "name",
            &server["name"],
            &format!("{} {says}", python::repr_text(&name)),
        ));
    }
    if name.trim() != name || name.chars().any(char::is_control) {
        return Err(Fault::bad_request(
            "An invalid 'name' value was provided. The name must be: printable characters. Can not start or end with whitespace.",
        ));
    }
    let flavor = text(server, "flavorRef")?.ok_or_else(|| required("flavorRef"))?;
    let (image, from_volume) = boots_from(server)?;
    let count = |field: &str| match server.get(field) {
        None => Ok(None),
        Some(value) => value
            .as_u64()
            .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
            .filter(|count| *count >= 1)
            .map(Some)
            .ok_or_else(|| {
                invalid(
                    field,
                    value,
                    &format!("{} is less than the minimum of 1", python::repr(value)),
                )
            }),
    };
    let (least, most) = (count("min_count")?, count("max_count")?);
    if let (Some(least), Some(most)) = (least, most)
        && least > most
    {
        return Err(Fault::bad_request("min_count must be <= max_count"));
    }
    let user_data = text(server, "user_data")?;
    // Nova decodes as Python does, which passes over what is no base64.
    if let Some(data) = &user_data
        && data.len() > MOST_USER_DATA
    {
        let says = format!("{} is too long", python::repr_text(data));
        return Err(invalid("user_data", &server["user_data"], &says));
    }
    let groups = server.get("security_groups").and_then(Value::as_array);
    let metadata = server.get("metadata").and_then(Value::as_object);
    Ok(Wanted {
        networks: networks(server, version, &required)?,
        name,
        image,
        from_volume,
        flavor,
        key_name: text(server, "key_name")?,
        security_groups: groups
            .into_iter()
            .flatten()
            .filter_map(|group| group.get("name")?.as_str().map(str::to_owned))
            .collect(),
        user_data,
        zone: text(server, "availability_zone")?,
        description: text(server, "description")?,
        metadata: metadata.cloned().unwrap_or_default(),
        count: most.or(least).unwrap_or(1),
    })
}

/// The image, and whether a volume is made of it.
fn boots_from(server: &Map<String, Value>) -> Result<(String, bool), Fault> {
    if let Some(value) = server.get("imageRef").filter(|value| *value != "") {
        return match value.as_str().filter(|id| is_uuid(id)) {
            Some(image) => Ok((image.to_owned(), false)),
            None => Err(of_no_schema("imageRef", value)),
        };
    }
    let devices = server
        .get("block_device_mapping_v2")
        .and_then(Value::as_array);
    let boot = devices.into_iter().flatten().find(|device| {
        let index = &device["boot_index"];
        index.as_i64() == Some(0) || index.as_str() == Some("0")
    });
    match boot {
        Some(device) if device["source_type"] == "image" => {
            let image = device["uuid"].as_str().unwrap_or_default().to_owned();
            let size = &device["volume_size"];
            if device.get("volume_size").is_some_and(Value::is_null) {
                let says = "None is not of type 'integer', 'string'";
                return Err(invalid("volume_size", size, says));
            }
            let has_size = size
                .as_u64()
                .or_else(|| size.as_str()?.parse().ok())
                .is_some_and(|size| size > 0);
            match has_size {
                true => Ok((image, true)),
                false => Err(Fault::bad_request(
                    "Images with destination_type 'volume' need to have a non-zero size specified",
                )),
            }
        }
        _ => Err(Fault::bad_request("Missing imageRef attribute")),
    }
}

fn networks(
    server: &Map<String, Value>,
    version: Microversion,
    required: &impl Fn(&str) -> Fault,
) -> Result<Networks, Fault> {
    let chooses = version >= Microversion(37);
    match server.get("networks") {
        None | Some(Value::Null) if chooses => Err(required("networks")),
        None | Some(Value::Null) => Ok(Networks::Auto),
        Some(Value::String(word)) if chooses && word == "auto" => Ok(Networks::Auto),
        Some(Value::String(word)) if chooses && word == "none" => Ok(Networks::None),
        Some(value @ Value::Array(list)) => {
            let one = |entry: &Value| {
                let text =
                    |field: &str| entry.get(field).and_then(Value::as_str).map(str::to_owned);
                match (text("port"), text("uuid")) {
                    (Some(port), _) => Ok(Interface::Port(port)),
                    (None, Some(id)) if is_uuid(&id) => Ok(Interface::Network {
                        id,
                        fixed_ip: text("fixed_ip"),
                    }),
                    (None, _) => Err(of_no_schema("networks", value)),
                }
            };
            match list.is_empty() {
                true => Ok(Networks::Auto),
                false => list
                    .iter()
                    .map(one)
                    .collect::<Result<_, _>>()
                    .map(Networks::These),
            }
        }
        Some(other) if chooses => Err(of_no_schema("networks", other)),
        Some(other) => {
            let says = format!("{} is not of type 'array'", python::repr(other));
            Err(invalid("networks", other, &says))
        }
    }
}
