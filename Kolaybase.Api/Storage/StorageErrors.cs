using Kolaybase.Api.Http;

namespace Kolaybase.Api.Storage;

/// <summary>The refusals that more than one storage call makes.</summary>
internal static class StorageErrors
{
    public static ApiException BucketNotFound() =>
        new(StatusCodes.Status404NotFound, ErrorCodes.BucketNotFound, "There is no such bucket, or you may not see it.", hint: "GET …/storage/buckets lists those that you may see.");

    public static ApiException ObjectNotFound() =>
        new(StatusCodes.Status404NotFound, ErrorCodes.ObjectNotFound, "There is no such object, or you may not see it.");

    public static ApiException ObjectExists() =>
        new(StatusCodes.Status409Conflict, ErrorCodes.ObjectExists, "An object of that path exists.", hint: "Add upsert=true to replace it.");

    public static ApiException PolicyRefuses(Exception? cause = null) => new(
        StatusCodes.Status403Forbidden,
        ErrorCodes.StoragePolicyRefuses,
        "No policy lets you do this, or there is no such bucket.",
        hint: "The project's owner can allow it: a policy on storage.objects for anon or authenticated. The service key needs none.",
        inner: cause);

    public static ApiException ReadOnlyMember() =>
        new(StatusCodes.Status403Forbidden, ErrorCodes.NotAllowed, "This needs the service key or the role developer in the project's team.");

    public static ApiException TooLarge(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, ErrorCodes.ObjectTooLarge, $"The object is over the limit of {limit} bytes.", hint: "The bucket's fileSizeLimit or the installation's limit says how much one object may have.");

    public static ApiException QuotaExceeded(long quota) =>
        new(StatusCodes.Status413PayloadTooLarge, ErrorCodes.QuotaExceeded, $"The project's quota of {quota} bytes does not have room for this.", hint: "Delete objects, or ask whoever runs this server for more.");

    public static ApiException TooManyOpenUploads(StorageOptions options) => new(
        StatusCodes.Status429TooManyRequests,
        ErrorCodes.TooManyUploads,
        $"The project has {options.OpenUploadsPerProject} resumable uploads open, which is as many as it may have.",
        hint: $"Finish some, or give them up (DELETE their addresses); each ends by itself {options.UploadHours} hours after it was begun.")
    {
        RetryAfterSeconds = 60,
    };

    public static ApiException TypeNotAllowed(string type) =>
        new(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.ObjectTypeNotAllowed, $"The bucket does not take objects of type {type}.", "The type is told by the first bytes where they show one, by Content-Type else.", "allowedMimeTypes of the bucket lists what it takes.");

    public static ApiException TypeMismatch(string declared) =>
        new(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.ObjectTypeNotAllowed, $"The bytes are not of the type {declared} that the request names.", hint: "Send the Content-Type that the bytes have.");

    public static ApiException Incomplete(Exception? cause = null) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.IncompleteBody, "The body ended before it was complete, or is no proper form; nothing was stored.", hint: "Send a form (multipart/form-data) with one part \"file\", or the bytes as they are with their Content-Type.", inner: cause);

    public static ApiException ChecksumMismatch() =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.ChecksumMismatch, "The bytes that came have another SHA-256 than the request says; nothing was stored.", hint: "Send them again.");

    public static ApiException UploadGone() =>
        new(StatusCodes.Status409Conflict, ErrorCodes.UploadGone, "The upload took too long, or its bucket was deleted meanwhile.", hint: "Begin it anew.");

    public static ApiException Invalid(string field, string fault) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidBody, $"\"{field}\" {fault}.");

    public static ApiException InvalidParameter(string parameter, string fault) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidParameter, $"The parameter \"{parameter}\" {fault}.");
}
