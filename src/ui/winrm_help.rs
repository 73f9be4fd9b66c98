//! The first sign-in to Windows with a new certificate, as lines to copy.

use crate::connect::quote::sh;
use crate::keys::file_format::CertificateFormat;
use crate::keys::x509::X509Certificate;
use crate::ui::command::line;
use leptos::prelude::*;

/// How to use the saved file `file_name`.
#[component]
pub fn WinrmHelp(
    /// The name under which key and certificate were saved.
    file_name: String,
    /// The file's format.
    format: CertificateFormat,
    /// The certificate in PEM.
    certificate: String,
) -> impl IntoView {
    let steps = match format {
        CertificateFormat::Pkcs12 => {
            let thumbprint = X509Certificate::from_pem(&certificate)
                .map(|(read, _)| read.sha1.replace(':', "").to_uppercase())
                .unwrap_or_default();
            let import = format!("certutil -user -importpfx \"{file_name}\"");
            // The server's own certificate is one that it made for itself at its first start.
            let enter = format!(
                "Enter-PSSession -ComputerName ADDRESS -UseSSL -CertificateThumbprint {thumbprint} -SessionOption (New-PSSessionOption -SkipCACheck -SkipCNCheck)"
            );
            view! {
                {line("Windows (PowerShell): take the certificate into your store.", "Copy certutil command", import)}
                {line("Then, on a server that was launched with this key pair:", "Copy PowerShell command", enter)}
            }
            .into_any()
        }
        CertificateFormat::Pem => {
            let file = sh(&file_name);
            let ansible = format!(
                "ansible all -i ADDRESS, -m ansible.windows.win_ping -e ansible_connection=winrm -e ansible_port=5986 -e ansible_winrm_transport=certificate -e ansible_winrm_cert_pem={file} -e ansible_winrm_cert_key_pem={file} -e ansible_winrm_server_cert_validation=ignore"
            );
            view! {
                {line("Ansible, with pywinrm, on a server that was launched with this key pair:", "Copy ansible command", ansible)}
                <p class="hint">"pywinrm asks for no passphrase: it needs a file without one."</p>
            }
            .into_any()
        }
    };
    view! {
        <section class="card" aria-labelledby="connect-help">
            <h2 id="connect-help">"Sign in to Windows with it"</h2>
            {steps}
            <p class="hint">
                "ADDRESS is the server’s. The image must set up WinRM with certificates, as cloudbase-init does, and port 5986 must be open."
            </p>
        </section>
    }
}
