using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Api.Http;

/// <summary>Where a request comes from, as the guard against guessing sees it.</summary>
internal static class SignInSources
{
    /// <summary>The client's address, behind trusted proxies, and what it calls itself.</summary>
    public static SignInSource SignInSource(this HttpContext context) => new(context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent);
}
