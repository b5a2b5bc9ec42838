namespace Kolaybase.ControlPlane;

/// <summary>The configuration can't be used. Says all that is wrong with it at once, never a value that may be a secret.</summary>
public sealed class ConfigurationFaultsException(IReadOnlyList<string> faults)
    : Exception($"The configuration has {faults.Count} fault{(faults.Count == 1 ? "" : "s")}:{string.Concat(faults.Select(f => $"{Environment.NewLine}- {f}"))}")
{
    /// <summary>One sentence for each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
