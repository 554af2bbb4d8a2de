import { ContainerModule } from 'inversify';
import { ChangeReport } from '../../application/evidence/change-report.js';
import { ListHistory, ListThreadHistory } from '../../application/evidence/list-history.js';
import { ReportMessage } from '../../application/evidence/report-message.js';
import { GetReport, ListReports } from '../../application/evidence/see-reports.js';
import { tokens } from '../tokens.js';

const { unitOfWork, clock } = tokens;

/** What messages said before, and reports of them. */
export const evidence = new ContainerModule(({ bind }) => {
  bind(ListHistory).toResolvedValue((...needs) => new ListHistory(...needs), [unitOfWork]);
  bind(ListThreadHistory).toResolvedValue((...needs) => new ListThreadHistory(...needs), [unitOfWork]);
  bind(ReportMessage).toResolvedValue((...needs) => new ReportMessage(...needs), [unitOfWork, clock]);
  bind(ListReports).toResolvedValue((...needs) => new ListReports(...needs), [unitOfWork]);
  bind(GetReport).toResolvedValue((...needs) => new GetReport(...needs), [unitOfWork]);
  bind(ChangeReport).toResolvedValue((...needs) => new ChangeReport(...needs), [unitOfWork, clock]);
});
