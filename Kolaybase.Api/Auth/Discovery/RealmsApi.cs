using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary>Published keys of realms of the built-in store, and the discovery document that says where they are; those of an identity server it publishes itself.</summary>
internal static class RealmsApi
{
    /// <summary>Maps the documents (OpenID Connect Discovery 1.0, 4). Anybody may read them.</summary>
    public static void MapRealms(this IEndpointRouteBuilder routes)
    {
        var realms = routes.MapGroup("/api/realms/{realm}").WithTags("End users");
        realms.MapGet("/.well-known/openid-configuration", ConfigurationAsync).Refuses(404).WithName("readRealmConfiguration").WithSummary("Issuer of a realm and where its keys are");
        realms.MapGet("/jwks.json", KeysAsync).Refuses(404).WithName("readRealmKeys").WithSummary("Public keys that verify a realm's tokens");
    }

    private static async Task<Ok<RealmConfiguration>> ConfigurationAsync(string realm, HttpContext context, BuiltinRealms realms, HttpOptions options, CancellationToken cancellationToken)
    {
        await realms.FindAsync(realm, context, cancellationToken);
        var issuer = Realms.Issuer(options.PublicUrl, realm);
        MayBeCached(context);
        return TypedResults.Ok(new RealmConfiguration(issuer, $"{issuer}/jwks.json", ["token"], ["public"], ["ES256"]));
    }

    private static async Task<Ok<RealmKeysAnswer>> KeysAsync(string realm, HttpContext context, BuiltinRealms realms, CancellationToken cancellationToken)
    {
        var keys = await realms.FindAsync(realm, context, cancellationToken);
        MayBeCached(context);
        return TypedResults.Ok(new RealmKeysAnswer(keys));
    }

    // Keys sign for a minute at most before others can know them: see SigningKeys.
    private static void MayBeCached(HttpContext context) => context.Response.Headers.CacheControl = "public, max-age=60";
}
