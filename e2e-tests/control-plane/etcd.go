package main

import (
	"flag"
	"net/url"

	"go.etcd.io/etcd/server/v3/embed"
)

// etcd serves one member without peers. It understands as many of etcd's own flags as the tests give, so that etcd
// itself can take its place.
func etcd(args []string) int {
	config := embed.NewConfig()
	config.LogLevel = "error"
	flags := flag.NewFlagSet("etcd", flag.ExitOnError)
	flags.StringVar(&config.Dir, "data-dir", config.Dir, "the folder of the data")
	flags.BoolVar(&config.UnsafeNoFsync, "unsafe-no-fsync", false, "don't wait for the disk")
	flags.Func("listen-client-urls", "where clients reach it", address(&config.ListenClientUrls))
	flags.Func("advertise-client-urls", "the same, as clients are told", address(&config.AdvertiseClientUrls))
	flags.Func("listen-peer-urls", "where peers would reach it", address(&config.ListenPeerUrls))
	if err := flags.Parse(args); err != nil {
		return fail(err)
	}
	server, err := embed.StartEtcd(config)
	if err != nil {
		return fail(err)
	}
	return fail(<-server.Err())
}

// address reads a flag that holds one URL.
func address(into *[]url.URL) func(string) error {
	return func(text string) error {
		parsed, err := url.Parse(text)
		if err != nil {
			return err
		}
		*into = []url.URL{*parsed}
		return nil
	}
}
