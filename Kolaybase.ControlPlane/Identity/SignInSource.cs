using System.Net;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>Where a password or a code comes from.</summary>
/// <param name="Client">The client's address; null when it is not known.</param>
/// <param name="UserAgent">What its program calls itself; null when it says nothing.</param>
public sealed record SignInSource(IPAddress? Client, string? UserAgent);
