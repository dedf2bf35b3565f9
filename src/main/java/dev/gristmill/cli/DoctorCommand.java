package dev.gristmill.cli;

@picocli.CommandLine.Command(name = "doctor")
final class DoctorCommand implements Runnable {
    public void run() {}
}
