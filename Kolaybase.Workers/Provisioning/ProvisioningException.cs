namespace Kolaybase.Workers.Provisioning;

/// <summary>A step of a project's making or removal failed.</summary>
/// <param name="step">Name of the step.</param>
/// <param name="publicMessage">What happened, for the project's team: no host names, no SQL.</param>
/// <param name="inner">The cause, for the log.</param>
public sealed class ProvisioningException(string step, string publicMessage, Exception? inner = null)
    : Exception($"Step \"{step}\": {publicMessage}", inner)
{
    /// <summary>Name of the step.</summary>
    public string Step { get; } = step;

    /// <summary>What happened, for the project's team: no host names, no SQL.</summary>
    public string PublicMessage { get; } = publicMessage;
}
