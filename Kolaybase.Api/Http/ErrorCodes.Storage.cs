namespace Kolaybase.Api.Http;

/// <content>Refusals of storage (contract, section 6).</content>
public static partial class ErrorCodes
{
    /// <summary>400: a bucket's name that is none: 1 to 63 letters, digits, dots, hyphens and underscores, a letter or digit first.</summary>
    public const string InvalidBucketName = "KB701";

    /// <summary>400: an object's path that is none: empty, over 1,024 bytes, absolute, or with parts that are empty, dots or hidden spellings of them.</summary>
    public const string InvalidObjectPath = "KB702";

    /// <summary>404: no such bucket, or the caller may not see it.</summary>
    public const string BucketNotFound = "KB703";

    /// <summary>404: no such object, or the caller may not see it.</summary>
    public const string ObjectNotFound = "KB704";

    /// <summary>409: a bucket of that name exists.</summary>
    public const string BucketExists = "KB705";

    /// <summary>409: an object of that path exists, and <c>upsert</c> was not asked for.</summary>
    public const string ObjectExists = "KB706";

    /// <summary>409: the bucket holds objects, and <c>force</c> was not asked for.</summary>
    public const string BucketNotEmpty = "KB707";

    /// <summary>413: the object is larger than the bucket or the installation takes.</summary>
    public const string ObjectTooLarge = "KB708";

    /// <summary>413: the project's quota is used up.</summary>
    public const string QuotaExceeded = "KB709";

    /// <summary>415: the bucket does not take objects of that type, or the bytes are not of the type that they claim.</summary>
    public const string ObjectTypeNotAllowed = "KB710";

    /// <summary>403: no policy of the project lets the caller do this.</summary>
    public const string StoragePolicyRefuses = "KB711";

    /// <summary>403: the signed address is wrong, expired, or for something else.</summary>
    public const string InvalidSignature = "KB712";

    /// <summary>416: the range lies outside of the object.</summary>
    public const string RangeNotSatisfiable = "KB713";

    /// <summary>400: the body ended before it was complete, or is no proper form.</summary>
    public const string IncompleteBody = "KB714";

    /// <summary>400: the bytes that came have another checksum than the request says.</summary>
    public const string ChecksumMismatch = "KB715";

    /// <summary>404: no such resumable upload; 410 when it has expired.</summary>
    public const string UploadNotFound = "KB716";

    /// <summary>409: the upload stands at another offset, or another request goes on with it.</summary>
    public const string UploadOffset = "KB717";

    /// <summary>412: the protocol's version or extension is not supported.</summary>
    public const string UploadProtocol = "KB718";

    /// <summary>409: the upload took too long, or its bucket was deleted meanwhile: begin anew.</summary>
    public const string UploadGone = "KB719";

    /// <summary>503 with <c>Retry-After</c>: the object store is out of reach or overloaded.</summary>
    public const string StoreUnavailable = "KB720";

    /// <summary>507: the object store has no space left.</summary>
    public const string StoreFull = "KB721";

    /// <summary>412: the object is not as <c>If-Match</c> or <c>If-Unmodified-Since</c> wants it.</summary>
    public const string PreconditionFailed = "KB723";

    /// <summary>429 with <c>Retry-After</c>: the project has too many uploads under way; 503: all projects together have.</summary>
    public const string TooManyUploads = "KB724";

    /// <summary>503 with <c>Retry-After</c>: the store lacks the bytes of an object that has a row.</summary>
    public const string BytesMissing = "KB722";
}
