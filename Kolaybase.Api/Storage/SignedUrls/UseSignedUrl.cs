using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Callers;
using Kolaybase.Api.Storage.Objects;
using Kolaybase.ControlPlane.Objects;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Storage.SignedUrls;

/// <summary><c>GET</c>, <c>HEAD</c> and <c>PUT /signed</c>: whoever has the address may.</summary>
internal static class UseSignedUrl
{
    /// <summary>Reads the object.</summary>
    public static async Task<ObjectAnswer> ReadAsync(
        HttpContext context, string bucket, string path, long expires, string signature, ProjectCaller caller, SignedUrls urls, ObjectReader reader, ObjectStores stores, CancellationToken cancellationToken, string? download = null)
    {
        urls.Require(caller.Project.Id, new SignedGrant(SignedGrant.Get, bucket, path, expires), signature);
        var found = await reader.FindAsync(context.Request, OfProject(caller), bucket, path, cancellationToken);
        return ObjectAnswer.Make(context, stores.Of(caller.Project), caller.Project.Id, found with { IsPublic = false }, download);
    }

    /// <summary>Uploads the object.</summary>
    public static async Task<Created<ObjectEntry>> WriteAsync(
        HttpContext context, string bucket, string path, long expires, string signature, ProjectCaller caller, SignedUrls urls, ObjectWriter writer, CancellationToken cancellationToken, bool upsert = false, string role = "", Guid? owner = null)
    {
        urls.Require(caller.Project.Id, new SignedGrant(SignedGrant.Put, bucket, path, expires, upsert, role, owner), signature);
        var written = await writer.WriteAsync(new UploadTarget(OfSigner(caller, role, owner), bucket, path, upsert, owner), context.Request, cancellationToken);
        return TypedResults.Created((string?)null, written);
    }

    /// <summary>Whoever signed, to policies too: what they say of the size and type that come is not known when it is signed. Of his claims only who he is.</summary>
    private static ProjectCaller OfSigner(ProjectCaller caller, string role, Guid? owner) => role switch
    {
        "anon" => caller with { IsNobody = false },
        "authenticated" => caller with { Role = DatabaseRole.Authenticated, ClaimsJson = $$"""{"role":"authenticated","sub":"{{owner:D}}"}""", IsNobody = false },
        _ => OfProject(caller),
    };

    /// <summary>Policies were asked when it was signed; until it expires it stands for whoever signed.</summary>
    private static ProjectCaller OfProject(ProjectCaller caller) => caller with { Role = DatabaseRole.ServiceRole, ClaimsJson = ProjectCallers.ServiceClaims, IsNobody = false };
}
