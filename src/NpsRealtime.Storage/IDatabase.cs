using NpsRealtime.Scoring.Store;

namespace NpsRealtime.Storage;

/// <summary>One database with everything that it keeps, each behind a port of its own.</summary>
public interface IDatabase : IResponseStore, IRecordStore, IResponseListing, ITrailStore, IPrivacyStore;
