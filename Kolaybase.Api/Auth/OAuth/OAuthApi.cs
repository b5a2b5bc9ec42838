using Kolaybase.Api.Http;
using Kolaybase.Api.Http.RateLimits;

namespace Kolaybase.Api.Auth.OAuth;

/// <summary>Sign-in of end users with Google and GitHub (contract, section 5; docs/oauth.md).</summary>
internal static class OAuthApi
{
    /// <summary>Maps the calls. The pages have no key: a browser comes to them, and the state says what it is about.</summary>
    public static void MapOAuth(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/api/rest/v1/auth").WithTags("Sign-in with providers").NeverCached();
        auth.MapGet("/signin/{provider}", BeginSignIn.HandleAsync).Takes("redirect_to").RequireProjectKey().WithName("beginProviderSignIn").WithSummary("Begin a sign-in with Google or GitHub");

        var pages = auth.MapGroup("").WithMetadata(OpenPage.Instance);
        pages.MapGet("/authorize/{projectId:guid}/{provider}", SendToProvider.HandleAsync).Takes("state").Produces(StatusCodes.Status302Found).WithName("sendToProvider").WithSummary("Remember the browser and send it to the provider");
        pages.MapGet("/callback/{projectId:guid}/{provider}", FinishSignIn.HandleAsync).Takes("state", "code", "error").Produces(StatusCodes.Status302Found).WithName("finishProviderSignIn").WithSummary("Where the provider sends the browser back to");
    }

    /// <summary>Registers what the calls need; expects the control plane's services and those of <see cref="AuthApi"/>.</summary>
    public static void AddOAuth(this IServiceCollection services)
    {
        services.AddSingleton<OAuthCookies>();
        services.AddScoped<OAuthClients>();
    }
}
