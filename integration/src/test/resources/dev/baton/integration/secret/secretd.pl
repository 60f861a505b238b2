#!/usr/bin/perl
# A service with one master and slaves that refer to it by name, as small as it can be and real: processes and sockets.
#
#   secretd.pl master DIR NAME NODE   answers at the socket of that name, with the version installed on its node; ends
#                                     at once where another master lives, and leaves a note
#   secretd.pl slave DIR NODE         asks, again and again, the master that it refers to, and notes what it was told,
#                                     unless it is silent
#   secretd.pl ask DIR NAME           asks once
use strict;
use warnings;
use Fcntl qw(:flock);
use IO::Socket::UNIX;

my ($how, $dir, @of) = @ARGV;

sub slurp {
    my ($file) = @_;
    open(my $in, '<', "$dir/$file") or return '';
    my $text = <$in> // '';
    chomp $text;
    return $text;
}

sub spit {
    my ($file, $text) = @_;
    open(my $out, '>', "$dir/$file.new") or die "$file: $!";
    print $out "$text\n";
    close $out;
    rename "$dir/$file.new", "$dir/$file" or die "$file: $!";
}

sub ask {
    my ($name) = @_;
    my $socket = IO::Socket::UNIX->new(Type => SOCK_STREAM, Peer => "$dir/$name.sock", Timeout => 2) or return '';
    my $answer = <$socket> // '';
    chomp $answer;
    return $answer;
}

if ($how eq 'master') {
    my ($name, $node) = @of;
    open(my $lock, '>>', "$dir/master.lock") or die $!;
    if (!flock($lock, LOCK_EX | LOCK_NB)) {
        open(my $note, '>>', "$dir/two-masters");
        print $note "$name on $node beside another\n";
        exit 1;
    }
    unlink "$dir/$name.sock";
    my $server = IO::Socket::UNIX->new(Type => SOCK_STREAM, Local => "$dir/$name.sock", Listen => 16) or die $!;
    open(my $log, '>>', "$dir/masters");
    print $log "$name on $node\n";
    close $log;
    while (my $client = $server->accept) {
        print $client "secret of $name on $node, version ", slurp("version-$node"), "\n";
        close $client;
    }
} elsif ($how eq 'slave') {
    my ($node) = @of;
    while (1) {
        spit("slave-$node", -e "$dir/silent-$node" ? 'silent' : ask(slurp("refers-$node")) || 'nobody answers');
        select(undef, undef, undef, 0.2);
    }
} else {
    my $answer = ask($of[0]);
    print "$answer\n";
    exit($answer ? 0 : 1);
}
