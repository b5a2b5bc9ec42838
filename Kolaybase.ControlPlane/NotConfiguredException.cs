namespace Kolaybase.ControlPlane;

/// <summary>A project's row names a server that this process was not told of: the operator has to configure it. The message names the setting and is for the log.</summary>
public sealed class NotConfiguredException(string message) : InvalidOperationException(message);
