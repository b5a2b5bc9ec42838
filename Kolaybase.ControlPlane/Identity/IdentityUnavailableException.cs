namespace Kolaybase.ControlPlane.Identity;

/// <summary>The identity server does not answer, or not as it should; its message is for the log, not for a client.</summary>
public sealed class IdentityUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
