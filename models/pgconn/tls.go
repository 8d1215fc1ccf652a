package pgconn

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"
)

// errNoTLS is what a server says that has none.
var errNoTLS = errors.New("the server offers no TLS (sslmode)")

// errHandshake marks a TLS that could not be set up.
var errHandshake = errors.New("TLS handshake")

// secure puts TLS on the wire (PostgreSQL 15, §55.2.10).
func (w *wire) secure(ctx context.Context, conf *tls.Config) error {
	const sslRequest = "\x00\x00\x00\x08\x04\xd2\x16\x2f"
	if _, err := io.WriteString(w.socket, sslRequest); err != nil {
		return err
	}
	// One byte and no buffer: what came after it in the clear is not believed.
	answer := make([]byte, 1)
	if _, err := io.ReadFull(w.socket, answer); err != nil {
		return err
	}
	if answer[0] != 'S' {
		return errNoTLS
	}
	conn := tls.Client(w.socket, conf)
	if err := conn.HandshakeContext(ctx); err != nil {
		return fmt.Errorf("%w: %w", errHandshake, err)
	}
	w.Conn = conn
	return nil
}

// tlsConfig reads the files anew for each connection, so that renewed
// certificates are taken up.
func (c Config) tlsConfig(h Host) (*tls.Config, error) {
	conf := &tls.Config{ServerName: h.Name}
	if h.Name == "" {
		conf.ServerName = h.Addr
	}
	if c.SSLRootCert != "" && c.SSLRootCert != "system" {
		pem, err := os.ReadFile(c.SSLRootCert)
		if err != nil {
			return nil, fmt.Errorf("sslrootcert: %w", err)
		}
		conf.RootCAs = x509.NewCertPool()
		if !conf.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("sslrootcert: %s holds no certificate in PEM form", c.SSLRootCert)
		}
	}
	if c.SSLCert != "" {
		pair, err := tls.LoadX509KeyPair(c.SSLCert, c.SSLKey)
		if err != nil {
			return nil, fmt.Errorf("sslcert, sslkey: %w", err)
		}
		conf.Certificates = []tls.Certificate{pair}
	}
	switch {
	case c.SSLMode == "verify-full":
	case c.SSLMode == "verify-ca", c.SSLMode == "require" && c.SSLRootCert != "":
		conf.InsecureSkipVerify = true // Go would check the name too, so the chain is checked here.
		conf.VerifyConnection = func(s tls.ConnectionState) error {
			between := x509.NewCertPool()
			for _, cert := range s.PeerCertificates[1:] {
				between.AddCert(cert)
			}
			_, err := s.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: conf.RootCAs, Intermediates: between})
			return err
		}
	default:
		conf.InsecureSkipVerify = true
	}
	return conf, nil
}

// tries says whether to try with TLS or without, in order.
func (c Config) tries(h Host) []bool {
	switch {
	case h.isSocket() || c.SSLMode == "disable":
		return []bool{false}
	case c.SSLMode == "allow":
		return []bool{false, true}
	case c.SSLMode == "prefer" || c.SSLMode == "":
		return []bool{true, false}
	default:
		return []bool{true}
	}
}
