using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Requests;
using Kolaybase.Api.Storage.Buckets;
using Kolaybase.Api.Storage.Checks;
using Kolaybase.Api.Storage.Objects;
using Kolaybase.Api.Storage.Resumable;
using Kolaybase.Api.Storage.SignedUrls;

namespace Kolaybase.Api.Storage;

/// <summary>Buckets and objects of a project: <c>/api/projects/{id}/storage</c> (contract, section 6).</summary>
internal static class StorageApi
{
    /// <summary>Registers what the calls need.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(StorageOptions.Read(configuration))
        .AddSingleton<StorageDatabase>()
        .AddSingleton<StorageJobs>()
        .AddHostedService(provider => provider.GetRequiredService<StorageJobs>())
        .AddSingleton<UploadSlots>()
        .AddSingleton<ObjectWriter>()
        .AddSingleton<ObjectReader>()
        .AddSingleton<SignedUrls.SignedUrls>()
        .AddSingleton<UploadCheck>()
        .AddSingleton<UploadStates>()
        .AddSingleton<PartsWriter>();

    private const string Prefix = "/api/projects/{id:guid}/storage";

    /// <summary>Maps the calls. What is not the service key's or a member's is for the project's policies to say.</summary>
    public static void MapStorage(this IEndpointRouteBuilder routes)
    {
        var storage = routes.MapGroup(Prefix).WithTags("Storage").AddEndpointFilter(StorageFaults.Filter).AddEndpointFilter(SingleParameters.Filter);

        var reads = storage.MapGroup("").RequireProjectCaller();
        reads.MapGet("/buckets", ListBuckets.HandleAsync).WithName("listBuckets").WithSummary("List buckets");
        reads.MapGet("/buckets/{name}/objects", ListObjects.HandleAsync).WithName("listObjects").WithSummary("List objects by prefix");
        reads.MapGet("/buckets/{name}/objects/url", SignDownload.HandleAsync).WithName("signDownload").WithSummary("Sign an address for reading an object");
        reads.MapPost("/buckets/{name}/objects/url", SignUpload.HandleAsync).WithName("signUpload").WithSummary("Sign an address for an upload");
        reads.MapDelete("/buckets/{name}/objects", DeleteObjects.HandleAsync).WithName("deleteObjects").WithSummary("Delete objects");

        storage.MapGet("/check", ReadCheck.HandleAsync).RequireProjectCaller(ProjectAccess.Inspect).WithName("readStorageCheck").WithSummary("What the last comparison of rows and bytes has found");

        var changes = storage.MapGroup("").RequireProjectCaller(ProjectAccess.Change);
        changes.MapPost("/check", RunCheck.HandleAsync).WithName("runStorageCheck").WithSummary("Have rows and bytes compared now");
        changes.MapPost("/buckets", CreateBucket.HandleAsync).WithName("createBucket").WithSummary("Create a bucket");
        changes.MapPatch("/buckets/{name}", ChangeBucket.HandleAsync).WithName("changeBucket").WithSummary("Change a bucket");
        changes.MapDelete("/buckets/{name}", DeleteBucket.HandleAsync).WithName("deleteBucket").WithSummary("Delete a bucket");

        // Bytes take the time that they take; the server's own minimum rate ends those that don't flow.
        var bytes = storage.MapGroup("");
        bytes.DisableRequestTimeout();
        bytes.MapMethods("/buckets/{name}/objects/download", [HttpMethods.Get, HttpMethods.Head], DownloadObject.HandleAsync).AllowNobody().WithName("downloadObject").WithSummary("Read an object").AnswersBytes();
        bytes.MapPost("/buckets/{name}/objects", UploadObject.HandleAsync).RequireProjectCaller().WithName("uploadObject").WithSummary("Store an object").TakesBytes();
        // What is there twice makes an address that nobody has signed.
        var signed = routes.MapGroup(Prefix).WithTags("Storage").AddEndpointFilter(StorageFaults.Filter);
        signed.DisableRequestTimeout();
        signed.MapMethods($"/{SignedUrls.SignedUrls.Segment}", [HttpMethods.Get, HttpMethods.Head], UseSignedUrl.ReadAsync).RequireSignature().WithName("readSignedObject").WithSummary("Read an object by its signed address").AnswersBytes();
        signed.MapPut($"/{SignedUrls.SignedUrls.Segment}", UseSignedUrl.WriteAsync).RequireSignature().WithName("writeSignedObject").WithSummary("Store an object by its signed address").TakesBytes();
        MapUploads(storage);
    }

    private static void MapUploads(RouteGroupBuilder storage)
    {
        var uploads = storage.MapGroup("/uploads").AddEndpointFilter(TusProtocol.Filter);
        uploads.DisableRequestTimeout();
        uploads.MapMethods("/", [HttpMethods.Options], ReadUpload.Options).ExcludeFromDescription();
        uploads.MapPost("/", CreateUpload.HandleAsync).RequireProjectCaller().WithName("createUpload").WithSummary("Begin a resumable upload (tus 1.0)")
            .WithDescription("Upload-Length has the size in bytes; Upload-Metadata names bucket, path, and perhaps contentType and upsert.")
            .Refuses(StatusCodes.Status412PreconditionFailed, StatusCodes.Status413PayloadTooLarge);
        uploads.MapMethods("/{upload:guid}", [HttpMethods.Head], ReadUpload.HandleAsync).RequireProjectCaller().WithName("readUpload").WithSummary("How far a resumable upload has come")
            .Refuses(StatusCodes.Status410Gone, StatusCodes.Status412PreconditionFailed);
        uploads.MapPatch("/{upload:guid}", AppendUpload.HandleAsync).RequireProjectCaller().WithName("appendUpload").WithSummary("Send bytes of a resumable upload")
            .WithDescription("Upload-Offset says where the body (application/offset+octet-stream) begins.")
            .WithBodyLimit(null)
            .Refuses(StatusCodes.Status410Gone, StatusCodes.Status412PreconditionFailed, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status507InsufficientStorage);
        uploads.MapDelete("/{upload:guid}", EndUpload.HandleAsync).RequireProjectCaller().WithName("endUpload").WithSummary("Give a resumable upload up")
            .Refuses(StatusCodes.Status410Gone, StatusCodes.Status412PreconditionFailed);
    }

    private static RouteHandlerBuilder TakesBytes(this RouteHandlerBuilder route) => route
        .WithBodyLimit(null)
        .DisableAntiforgery()
        .WithDescription("The body is a form (multipart/form-data) whose part \"file\" has the bytes, or the bytes as they are with their Content-Type. Content-Digest (sha-256) is checked.")
        .Refuses(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status507InsufficientStorage);

    private static RouteHandlerBuilder AnswersBytes(this RouteHandlerBuilder route) => route
        .WithDescription("Takes Range, If-None-Match, If-Modified-Since, If-Match, If-Unmodified-Since and If-Range. What a browser would run is never shown in place.")
        .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
        .Produces(StatusCodes.Status206PartialContent, contentType: "application/octet-stream")
        .Produces(StatusCodes.Status304NotModified)
        .Refuses(StatusCodes.Status412PreconditionFailed, StatusCodes.Status416RangeNotSatisfiable);
}
