using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity.Settings;

namespace Kolaybase.Api.Auth;

/// <summary>Where the page of a mailed link goes on to with the session's tokens.</summary>
internal static class MailedRedirect
{
    /// <summary>Checks it before anything is mailed, so that whoever asked learns of it; the page checks again.</summary>
    /// <exception cref="ApiException">400: not in the project's list.</exception>
    public static async Task CheckAsync(AuthSettingsCache settings, ProjectCaller caller, string? redirectTo, CancellationToken cancellationToken)
    {
        if (redirectTo is not null && !RedirectUrls.Allows(await settings.OfAsync(caller.Project, cancellationToken), redirectTo))
        {
            throw AuthErrors.RedirectNotAllowed();
        }
    }
}
