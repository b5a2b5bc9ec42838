using Kolaybase.Api.Http.RequestLog;
using Kolaybase.ControlPlane.Identity.OAuth;
using Kolaybase.ControlPlane.Identity.Settings;

namespace Kolaybase.Api.Auth.OAuth;

/// <summary><c>GET …/auth/authorize/{projectId}/{provider}?state=</c>: binds the sign-in to this browser and sends it to the provider.</summary>
internal static class SendToProvider
{
    /// <param name="projectId">The project.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="context">The request.</param>
    /// <param name="states">Sign-ins under way.</param>
    /// <param name="settings">The project's settings.</param>
    /// <param name="clients">The project's client.</param>
    /// <param name="providers">Providers.</param>
    /// <param name="cookies">The browser's mark.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<IResult> HandleAsync(
        Guid projectId,
        string provider,
        HttpContext context,
        OAuthStates states,
        AuthSettingsStore settings,
        OAuthClients clients,
        OAuthProviders providers,
        OAuthCookies cookies,
        CancellationToken cancellationToken)
    {
        if (context.Request.Query["state"] is not [{ } state] || providers.Find(provider) is not { } known)
        {
            return OAuthAnswers.InvalidState(context);
        }

        var begun = await states.ClaimAsync(projectId, provider, state, OAuthCookies.Read(context.Request, state), cancellationToken);
        var set = await settings.ReadAsync(projectId, cancellationToken);
        if (begun is not { } bound || !RedirectUrls.Allows(set, bound.Flow.RedirectTo))
        {
            return OAuthAnswers.InvalidState(context);
        }

        NotedProject.Set(context, projectId);
        try
        {
            var url = known.AuthorizeUrl(clients.Open(projectId, provider, set), state, bound.Flow);
            cookies.Write(context.Response, state, bound.Mark);
            OAuthAnswers.Protect(context);
            return TypedResults.Redirect(url.AbsoluteUri);
        }
        catch (OAuthException e)
        {
            // Switched off since the app has begun.
            return OAuthAnswers.Refused(context, bound.Flow.RedirectTo, e.Error, e.Description);
        }
    }
}
