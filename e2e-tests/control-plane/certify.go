package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// certify signs a certificate with the authority in a folder, which it makes at the first call, and writes
// `<name>.crt` and `<name>.key` there: `certify <folder> <file name> <user> [group…]`.
func certify(args []string) int {
	if len(args) < 3 {
		return fail(errors.New("certify wants a folder, a file name, a user and perhaps groups"))
	}
	folder, name, user, groups := args[0], args[1], args[2], args[3:]
	authority, key, err := loadAuthority(folder)
	if errors.Is(err, os.ErrNotExist) {
		authority, key, err = makeAuthority(folder)
	}
	if err != nil {
		return fail(err)
	}
	certificate := template(pkix.Name{CommonName: user, Organization: groups})
	certificate.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}
	certificate.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	certificate.DNSNames = []string{"localhost", "kubernetes.default.svc"}
	if _, err := write(filepath.Join(folder, name), certificate, authority, key); err != nil {
		return fail(err)
	}
	return 0
}

func makeAuthority(folder string) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	authority := template(pkix.Name{CommonName: "control-plane"})
	authority.IsCA = true
	authority.BasicConstraintsValid = true
	authority.KeyUsage |= x509.KeyUsageCertSign
	key, err := write(filepath.Join(folder, "ca"), authority, authority, nil)
	return authority, key, err
}

func loadAuthority(folder string) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	certificate, err := readBlock(filepath.Join(folder, "ca.crt"))
	if err != nil {
		return nil, nil, err
	}
	secret, err := readBlock(filepath.Join(folder, "ca.key"))
	if err != nil {
		return nil, nil, err
	}
	authority, err := x509.ParseCertificate(certificate)
	if err != nil {
		return nil, nil, err
	}
	key, err := x509.ParseECPrivateKey(secret)
	return authority, key, err
}

func template(subject pkix.Name) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()),
		Subject:      subject,
		NotBefore:    now.Add(-time.Hour),
		NotAfter:     now.AddDate(1, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature,
	}
}

// write makes a key and a certificate for it. Without a key of its signer, it signs itself.
func write(path string, certificate, signer *x509.Certificate, by *ecdsa.PrivateKey) (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	if by == nil {
		by = key
	}
	signed, err := x509.CreateCertificate(rand.Reader, certificate, signer, &key.PublicKey, by)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	if err := writeBlock(path+".key", "EC PRIVATE KEY", secret); err != nil {
		return nil, err
	}
	return key, writeBlock(path+".crt", "CERTIFICATE", signed)
}

func writeBlock(path, kind string, bytes []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600)
}

func readBlock(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s holds no PEM block", path)
	}
	return block.Bytes, nil
}
