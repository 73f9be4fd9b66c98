#!/bin/sh
# Fills corpus/ with the key files of the tests: whole for the targets that read files, decoded for those that read what
# is inside. Run it in this folder.
set -eu
fixtures=../tests/fixtures
for target in identify private_file openssh ppk private_der public_text certificate x509 blocklist; do
    mkdir -p "corpus/$target"
done
cp "$fixtures"/formats/*.* corpus/identify/
for file in "$fixtures"/keys/*; do
    cp "$file" "corpus/identify/keys-$(basename "$file")"
done
cp "$fixtures"/formats/*.key "$fixtures"/formats/*.pem "$fixtures"/formats/*.der corpus/private_file/
cp "$fixtures"/formats/*.ppk corpus/ppk/
cp "$fixtures"/formats/*.pub "$fixtures"/formats/*-spki.pem "$fixtures"/keys/future.pub corpus/public_text/
cp "$fixtures"/formats/*.der corpus/private_der/
cp "$fixtures"/formats/*-crt.der corpus/x509/

# The bytes between the BEGIN and END lines.
inside() { sed '/^-/d; /:/d' "$1" | base64 -d; }
for file in "$fixtures"/formats/*.pem; do
    inside "$file" > "corpus/private_der/$(basename "$file")"
done
inside "$fixtures/formats/rsa-2048.crt" > corpus/x509/rsa-2048
for file in "$fixtures"/formats/*.key; do
    case $file in *ssh1.key | *ssh-com.key) continue ;; esac
    inside "$file" > "corpus/openssh/$(basename "$file")"
done
for file in "$fixtures"/formats/*-cert.pub; do
    cut -d ' ' -f 2 "$file" | base64 -d > "corpus/certificate/$(basename "$file")"
done

# A list of keys, one of fingerprints and one of primes.
ssh-keygen -lf corpus/public_text/ed25519-256.pub > corpus/fingerprints
echo 65537 > corpus/primes
cargo run --quiet --manifest-path ../Cargo.toml --package xtask -- blocklist --out corpus/blocklist/three \
    --name Keys corpus/public_text/rsa-2048.pub --name Fingerprints corpus/fingerprints --name Primes --primes corpus/primes
rm corpus/fingerprints corpus/primes
