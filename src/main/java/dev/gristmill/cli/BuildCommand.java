package dev.gristmill.cli;

@picocli.CommandLine.Command(name = "build")
final class BuildCommand implements Runnable {
    public void run() {}
}
