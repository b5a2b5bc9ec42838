using Kolaybase.Api.Http;
using Kolaybase.Api.Http.RateLimits;
using Kolaybase.ControlPlane.Identity.OAuth;
using Kolaybase.ControlPlane.Identity.Settings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth.OAuth;

/// <summary><c>GET …/auth/signin/{provider}?redirect_to=</c>: an address of ours that the app sends the browser to.</summary>
internal static class BeginSignIn
{
    /// <param name="Url">Where to send the browser, within ten minutes.</param>
    /// <param name="Provider">The provider.</param>
    public sealed record Answer(string Url, string Provider);

    public static async Task<Ok<Answer>> HandleAsync(
        string provider, ProjectCaller caller, HttpContext context, AuthSettingsStore settings, OAuthStates states, AuthRateLimit limit, HttpOptions options, CancellationToken cancellationToken)
    {
        var (project, set) = (caller.Project.Id, await settings.ReadAsync(caller.Project.Id, cancellationToken));
        if (!set.Providers.TryGetValue(provider, out var client) || !client.Enabled)
        {
            throw OAuthErrorAnswers.NotEnabled();
        }

        if (context.Request.Query["redirect_to"] is not [{ } redirectTo] || !RedirectUrls.Allows(set, redirectTo))
        {
            throw OAuthErrorAnswers.RedirectNotAllowed();
        }

        // A server that begins its users' sign-ins with the service key has one address for all of them.
        if (caller.Role != DatabaseRole.ServiceRole)
        {
            await limit.TakeAddressAsync(context, project);
        }

        var state = await states.BeginAsync(project, provider, redirectTo, cancellationToken);
        return TypedResults.Ok(new Answer($"{options.PublicUrl}/api/rest/v1/auth/authorize/{project}/{provider}?state={state}", provider));
    }
}
