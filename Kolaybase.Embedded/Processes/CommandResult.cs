namespace Kolaybase.Embedded.Processes;

/// <summary>What a program that ended left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;
}
