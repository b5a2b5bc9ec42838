namespace Kolaybase.ControlPlane.Objects;

/// <summary>The stores that projects' objects are placed in, by the name on the project's row; section <c>Kolaybase:ObjectStores</c>.</summary>
public sealed class ObjectStoresOptions : Dictionary<string, ObjectStoreOptions>
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Kolaybase:ObjectStores";

    /// <summary>Key of <see cref="Default"/>.</summary>
    public const string DefaultKey = "Kolaybase:Objects:Default";

    /// <summary>Name of the store on plain files, which is there where <see cref="FolderKey"/> is set.</summary>
    public const string Files = "files";

    /// <summary>Key of the folder of the store <see cref="Files"/>.</summary>
    public const string FolderKey = "Kolaybase:Objects:Folder";

    /// <summary>Names are compared by case, as in the registry's rows.</summary>
    public ObjectStoresOptions() : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Where the objects of new projects go; empty in the configuration means <see cref="Files"/>.</summary>
    public string Default { get; init; } = Files;

    /// <summary>Folder of the store <see cref="Files"/>; empty means that there is none.</summary>
    public string Folder { get; init; } = "";
}

/// <summary>An S3 server.</summary>
public sealed record ObjectStoreOptions
{
    /// <summary>Where we reach it (<c>Endpoint</c>), e.g. <c>http://minio:9000</c>; empty means Amazon's own of <see cref="Region"/>.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Where clients reach it (<c>PublicEndpoint</c>): downloads can be signed for it. Empty means that they can't, and bytes pass through us.</summary>
    public Uri? PublicEndpoint { get; init; }

    /// <summary>Region that requests are signed for (<c>Region</c>); empty means <c>us-east-1</c>.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>True when the bucket is part of the path, not of the host (<c>PathStyle</c>); empty means true where <see cref="Endpoint"/> is set.</summary>
    public bool PathStyle { get; init; }

    /// <summary>The bucket that all projects share (<c>Bucket</c>), made where it is missing; empty means <c>kolaybase</c>.</summary>
    public string Bucket { get; init; } = "kolaybase";

    /// <summary>Access key id (<c>AccessKey</c>). Required.</summary>
    public string AccessKey { get; init; } = "";

    /// <summary>Secret access key (<c>SecretKey</c>). Required, never printed.</summary>
    public string SecretKey { get; init; } = "";

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"{Endpoint}{Bucket}";
}
