using NpsRealtime.Scoring.Store;
using NpsRealtime.Scoring.Store.Listing;
using NpsRealtime.Scoring.Store.Records;

namespace NpsRealtime.Storage;

/// <summary>One database with everything that it keeps, each behind a port of its own.</summary>
public interface IDatabase : IResponseStore, IRecordStore, IResponseListing, ITrailStore, IPrivacyStore;
