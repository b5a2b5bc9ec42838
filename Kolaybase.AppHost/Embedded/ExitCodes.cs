namespace Kolaybase.AppHost.Embedded;

/// <summary>How the AppHost ends, for scripts and supervisors (<c>docs/embedded.md</c>).</summary>
internal static class ExitCodes
{
    /// <summary>Stopped because somebody asked.</summary>
    public const int Stopped = 0;

    /// <summary>Could not do what was asked; the message says why.</summary>
    public const int Failed = 1;

    /// <summary>PostgreSQL ended on its own. Starting again recovers.</summary>
    public const int PostgresDied = 3;

    /// <summary>Stopped by force, as a shell reports a program that Ctrl-C ended.</summary>
    public const int Forced = 130;
}
